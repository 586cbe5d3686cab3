// SPDX-License-Identifier: Apache-2.0
#include "transformer.hpp"

#include <memory>
#include <utility>

namespace parley::encoder {

namespace {

// Matrices of one sentence, a row for each token. Not cleared: each is written before it is read.
struct Desk {
  explicit Desk(std::size_t tokens)
      : quantised(tokens),
        memory(std::make_unique_for_overwrite<float[]>(tokens * (4 * kWidth + kInnerWidth) + attention_room(tokens))),
        state(memory.get()),
        fresh(state + tokens * kWidth),
        normal(fresh + tokens * kWidth),
        mixed(normal + tokens * kWidth),
        wide(mixed + tokens * kWidth),
        room(wide + tokens * kInnerWidth) {}

  QuantisedRows quantised;
  std::unique_ptr<float[]> memory;
  float* state;
  float* fresh;
  float* normal;
  float* mixed;
  float* wide;
  float* room;  // of attention
};

// Twice the embedding, plus where in the sentence it is.
void embed(const UseLiteWeights& weights, std::span<const std::uint32_t> ids, float* out) {
  const float* position = weights.positions.data();
  for (const auto id : ids) {
    const float* row = weights.embedding + id * kFirstWidth;
    for (std::size_t i = 0; i < kFirstWidth; ++i) *out++ = 2 * row[i] + *position++;
  }
}

}  // namespace

void pool(const UseLiteWeights& weights, const LinearMaps& maps, const Kernels& kernels,
          std::span<const std::uint32_t> ids, std::span<float> out) {
  const auto tokens = ids.size();
  Desk desk(tokens);
  const auto apply = [&](const LinearMap& map, const float* rows, float* to) {
    maps.apply(map, rows, tokens, desk.quantised, to);
  };
  embed(weights, ids, desk.state);
  for (const auto& layer : weights.layers) {
    kernels.normalise(desk.state, tokens, layer.width, layer.attention_norm.scale, layer.attention_norm.bias,
                      desk.normal);
    apply(layer.qkv, desk.normal, desk.wide);
    kernels.attend(desk.wide, tokens, layer.width, kHeads, desk.room, desk.mixed);
    apply(layer.mix, desk.mixed, desk.fresh);
    if (layer.width != kWidth) {
      apply(weights.adjust, desk.state, desk.normal);
      std::swap(desk.state, desk.normal);
    }
    kernels.add(desk.state, desk.fresh, tokens * kWidth);
    kernels.normalise(desk.state, tokens, kWidth, layer.inner_norm.scale, layer.inner_norm.bias, desk.normal);
    apply(layer.widen, desk.normal, desk.wide);
    kernels.rectify(desk.wide, tokens * kInnerWidth);
    apply(layer.narrow, desk.wide, desk.fresh);
    kernels.add(desk.state, desk.fresh, tokens * kWidth);
  }
  kernels.mean(desk.state, tokens, kWidth, out.data());
}

}  // namespace parley::encoder
