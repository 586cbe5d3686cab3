// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/use_lite.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "kernels.hpp"
#include "linear_maps.hpp"
#include "sentence_tokens.hpp"
#include "transformer.hpp"
#include "use_lite_weights.hpp"
#include "weight_file.hpp"

namespace parley {

namespace {

class UseLite final : public Embedder {
 public:
  UseLite(encoder::MappedFile file, encoder::UseLiteWeights weights, const encoder::Kernels& kernels, bool exact)
      : file_(std::move(file)),
        weights_(std::move(weights)),
        kernels_(kernels),
        id_(exact ? "use-lite-0.2.0/f32" : "use-lite-0.2.0/int8") {
    const auto& last = weights_.output;
    output_ = {last.inputs,
               last.outputs,
               {last.weights, last.weights + last.inputs * last.outputs},
               {last.bias, last.bias + last.outputs}};
    if (exact) {
      maps_ = std::make_unique<encoder::ExactMaps>();
    } else {
      maps_ = std::make_unique<encoder::PackedMaps>(weights_, kernels);
    }
  }

  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return encoder::kWidth; }
  std::size_t max_tokens() const override { return encoder::kMostTokens; }
  const OutputLayer* output_layer() const override { return &output_; }

  Result<void> features(std::string_view text, std::span<float> out) const override {
    const auto ids = encoder::sentence_tokens(text, weights_.pieces);
    if (!ids) return ids.error();
    encoder::pool(weights_, *maps_, kernels_, *ids, out);
    return {};
  }

 private:
  encoder::MappedFile file_;
  encoder::UseLiteWeights weights_;  // views into file_
  const encoder::Kernels& kernels_;
  std::string id_;
  OutputLayer output_;
  std::unique_ptr<const encoder::LinearMaps> maps_;
};

const encoder::Kernels& kernels_of(UseLiteEngine engine) {
  switch (engine) {
    case UseLiteEngine::int8_avx512_vnni:
      return encoder::avx512_vnni_kernels();
    case UseLiteEngine::int8_avx_vnni:
      return encoder::avx_vnni_kernels();
    case UseLiteEngine::int8_avx2:
      return encoder::avx2_kernels();
    case UseLiteEngine::int8_portable:
      return encoder::portable_kernels();
    case UseLiteEngine::f32:
      break;
    case UseLiteEngine::fastest:
      break;
  }
  return encoder::kernels_here();
}

Error unusable(const std::filesystem::path& file, const Error& why) {
  return {why.fault, file.string() + " " + why.message + "; run scripts/setup, which fetches the sentence encoder"};
}

struct ReadFile {
  encoder::MappedFile file;
  encoder::UseLiteWeights weights;  // views into it
};

Result<ReadFile> read_weights(const std::filesystem::path& file) {
  auto mapped = encoder::MappedFile::open(file);
  if (!mapped) return unusable(file, mapped.error());
  const auto sections = encoder::read_weight_sections(mapped->bytes());
  if (!sections) return unusable(file, sections.error());
  auto weights = encoder::read_use_lite(*sections);
  if (!weights) return unusable(file, weights.error());
  return ReadFile{std::move(*mapped), std::move(*weights)};
}

}  // namespace

std::string_view engine_name(UseLiteEngine engine) {
  switch (engine) {
    case UseLiteEngine::fastest:
      return "fastest";
    case UseLiteEngine::int8_avx512_vnni:
      return "int8_avx512_vnni";
    case UseLiteEngine::int8_avx_vnni:
      return "int8_avx_vnni";
    case UseLiteEngine::int8_avx2:
      return "int8_avx2";
    case UseLiteEngine::int8_portable:
      return "int8_portable";
    case UseLiteEngine::f32:
      return "f32";
  }
  return "unknown";
}

std::vector<UseLiteEngine> use_lite_engines_here() {
  std::vector<UseLiteEngine> here;
  if (encoder::has_avx512_vnni()) here.push_back(UseLiteEngine::int8_avx512_vnni);
  if (encoder::has_avx_vnni()) here.push_back(UseLiteEngine::int8_avx_vnni);
  if (encoder::has_avx2()) here.push_back(UseLiteEngine::int8_avx2);
  here.push_back(UseLiteEngine::int8_portable);
  here.push_back(UseLiteEngine::f32);
  return here;
}

Result<std::shared_ptr<const Embedder>> open_use_lite(const std::filesystem::path& file, UseLiteEngine engine) {
  const auto here = use_lite_engines_here();
  if (engine != UseLiteEngine::fastest && std::ranges::find(here, engine) == here.end()) {
    return Error{Fault::unsupported, "this processor cannot run the engine " + std::string(engine_name(engine))};
  }
  auto read = read_weights(file);
  if (!read) return read.error();
  return std::shared_ptr<const Embedder>(std::make_shared<UseLite>(std::move(read->file), std::move(read->weights),
                                                                   kernels_of(engine), engine == UseLiteEngine::f32));
}

Result<std::vector<std::vector<std::uint32_t>>> use_lite_tokens(const std::filesystem::path& file,
                                                                std::span<const std::string> texts) {
  const auto read = read_weights(file);
  if (!read) return read.error();
  std::vector<std::vector<std::uint32_t>> result;
  for (const auto& text : texts) {
    auto ids = encoder::sentence_tokens(text, read->weights.pieces);
    if (!ids) return ids.error();
    result.push_back(std::move(*ids));
  }
  return result;
}

}  // namespace parley
