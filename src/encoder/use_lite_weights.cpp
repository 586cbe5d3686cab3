// SPDX-License-Identifier: Apache-2.0
#include "use_lite_weights.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <span>
#include <string>

#include "sentence_tokens.hpp"

namespace parley::encoder {

namespace {

// Sections of floats, asked for one by one; the first that is missing or wrong is remembered.
class Reader {
 public:
  explicit Reader(const WeightSections& sections) : sections_(sections) {}

  const float* floats(const std::string& name, std::size_t count) {
    const auto found = sections_.find(name);
    if (found == sections_.end()) return refuse("lacks the section " + name);
    if (found->second.size() != count * sizeof(float)) return refuse("has a section " + name + " of another size");
    // The file is mapped to a page and sections lie on multiples of kWeightAlignment.
    const auto* first = reinterpret_cast<const float*>(found->second.data());
    if (!std::ranges::all_of(std::span(first, count), [](float x) { return std::isfinite(x); })) {
      return refuse("has a section " + name + " with what is no number");
    }
    return first;
  }

  Norm norm(const std::string& name, std::size_t width) {
    return {floats(name + ".scale", width), floats(name + ".bias", width)};
  }

  LinearMap map(const std::string& name, std::size_t inputs, std::size_t outputs) {
    return {inputs, outputs, floats(name + ".weights", inputs * outputs), floats(name + ".bias", outputs)};
  }

  const std::optional<std::string>& refusal() const { return refusal_; }

 private:
  const float* refuse(std::string why) {
    if (!refusal_) refusal_ = std::move(why);
    return nullptr;
  }

  const WeightSections& sections_;
  std::optional<std::string> refusal_;
};

LayerWeights layer(Reader& reader, const std::string& name, std::size_t width) {
  return {width,
          reader.norm(name + ".attention_norm", width),
          reader.map(name + ".qkv", width, 3 * width),
          reader.map(name + ".mix", width, kWidth),
          reader.norm(name + ".inner_norm", kWidth),
          reader.map(name + ".widen", kWidth, kInnerWidth),
          reader.map(name + ".narrow", kInnerWidth, kWidth)};
}

// Sines and cosines in double, so that every machine's library gives the same floats.
std::vector<float> positions(const float* frequencies) {
  std::vector<float> result;
  if (!frequencies) return result;
  for (std::size_t t = 0; t < kMostTokens; ++t) {
    const auto angle = [&](std::size_t i) { return static_cast<double>(static_cast<float>(t) * frequencies[i]); };
    for (std::size_t i = 0; i < kFirstWidth / 2; ++i) result.push_back(static_cast<float>(std::sin(angle(i))));
    for (std::size_t i = 0; i < kFirstWidth / 2; ++i) result.push_back(static_cast<float>(std::cos(angle(i))));
  }
  return result;
}

}  // namespace

Result<UseLiteWeights> read_use_lite(const WeightSections& sections) {
  static_assert(std::endian::native == std::endian::little);
  const auto text = [&](std::string_view name) {
    const auto found = sections.find(name);
    return found == sections.end() ? std::string_view() : found->second;
  };
  auto pieces = Pieces::read(text("pieces"), text("scores"));
  if (!pieces) return pieces.error();

  // The published table has two rows more than there are pieces.
  const auto rows = text("embedding").size() / (kFirstWidth * sizeof(float));
  if (rows < pieces->size()) return Error{Fault::unavailable, "has fewer embeddings than pieces"};
  Reader reader(sections);
  UseLiteWeights weights{std::move(*pieces),
                         reader.floats("embedding", rows * kFirstWidth),
                         positions(reader.floats("timing", kFirstWidth / 2)),
                         reader.map("adjust", kFirstWidth, kWidth),
                         {layer(reader, "layer0", kFirstWidth), layer(reader, "layer1", kWidth)},
                         reader.map("output", kWidth, kWidth)};
  if (reader.refusal()) return Error{Fault::unavailable, *reader.refusal()};
  return weights;
}

}  // namespace parley::encoder
