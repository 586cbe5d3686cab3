// SPDX-License-Identifier: Apache-2.0
#include "parley/encoder/onnx_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "onnx_runtime.hpp"
#include "parley/core/sha256.hpp"
#include "word_piece.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostTokens = 256;  // an utterance has 60 words at most; what networks read ends at 512
constexpr const char* kSentence = "sentence_embedding";

Error to_do(std::string what) { return {Fault::unavailable, std::move(what)}; }

std::optional<std::string> content_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream || stream.bad()) return std::nullopt;
  return content;
}

class OnnxEncoder final : public Embedder {
 public:
  OnnxEncoder(std::unique_ptr<OnnxNetwork> network, WordPieces pieces)
      : network_(std::move(network)), pieces_(std::move(pieces)) {
    const auto& outputs = network_->outputs();
    const auto whole =
        std::find_if(outputs.begin(), outputs.end(), [](const auto& one) { return one.name == kSentence; });
    output_ = whole == outputs.end() ? 0 : static_cast<std::size_t>(whole - outputs.begin());
  }

  // Before anything else: whether the network is of the kind that is asked here, and how long its vectors are.
  Result<void> try_out(const std::string& name) {
    if (network_->outputs().empty()) return to_do("the network has no output");
    for (const auto& input : network_->inputs()) {
      const bool number = input.type == OnnxType::int64 || input.type == OnnxType::int32;
      const bool known = input.name == "input_ids" || input.name == "attention_mask" || input.name == "token_type_ids";
      if (!number || !known)
        return to_do("the network wants '" + input.name + "', which no encoder of the BERT family does");
    }
    const auto vector = embed("a");
    if (!vector) return vector.error();
    dimensions_ = vector->size();
    id_ = "onnx:" + name + "/" + std::to_string(dimensions_);
    return {};
  }

  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return dimensions_; }
  std::size_t max_tokens() const override { return kMostTokens; }
  const OutputLayer* output_layer() const override { return nullptr; }

  Result<void> features(std::string_view text, std::span<float> out) const override {
    const auto vector = embed(text);
    if (!vector) return vector.error();
    if (vector->size() != out.size()) return Error{Fault::unsupported, "the network gave a vector of another length"};
    std::copy(vector->begin(), vector->end(), out.begin());
    return {};
  }

 private:
  Result<std::vector<float>> embed(std::string_view text) const {
    const auto numbers = pieces_.numbers(text, kMostTokens);
    if (!numbers) return numbers.error();
    std::vector<std::vector<std::int64_t>> inputs;
    for (const auto& input : network_->inputs()) {
      if (input.name == "input_ids") {
        inputs.push_back(*numbers);
      } else {  // every token counts, all are of one sentence
        inputs.emplace_back(numbers->size(), input.name == "attention_mask" ? 1 : 0);
      }
    }
    const auto came = network_->run(inputs, output_);
    if (!came) return came.error();
    return sentence_vector(*came, numbers->size());
  }

  // 1 × length, or 1 × tokens × length.
  static Result<std::vector<float>> sentence_vector(const OnnxTensor& tensor, std::size_t tokens) {
    const auto& shape = tensor.shape;
    const bool of_tokens = shape.size() == 3 && shape[1] == static_cast<std::int64_t>(tokens);
    const bool whole = shape.size() == 2;
    if ((!of_tokens && !whole) || shape.front() != 1 || tensor.values.empty())
      return to_do("the network's output is neither a vector nor one for each token");
    std::vector<float> vector(static_cast<std::size_t>(shape.back()));
    for (std::size_t at = 0; at < tensor.values.size(); ++at) vector[at % vector.size()] += tensor.values[at];
    double square = 0;
    for (const auto value : vector) square += static_cast<double>(value) * static_cast<double>(value);
    if (!std::isfinite(square) || square < 1e-12) return Error{Fault::unsupported, "the network gave no direction"};
    const auto length = static_cast<float>(std::sqrt(square));
    for (auto& value : vector) value /= length;
    return vector;
  }

  std::unique_ptr<OnnxNetwork> network_;
  WordPieces pieces_;
  std::size_t output_ = 0;
  std::size_t dimensions_ = 0;
  std::string id_;
};

}  // namespace

Result<std::shared_ptr<const Embedder>> open_onnx_encoder(const OnnxEncoderFiles& files) {
  const auto vocabulary = content_of(files.vocabulary);
  if (!vocabulary) return to_do("embedding.onnx_vocabulary: " + files.vocabulary + " cannot be read");
  const auto model = content_of(files.model);
  if (!model) return to_do("embedding.onnx_model: " + files.model + " cannot be read");
  auto pieces = WordPieces::read(*vocabulary, files.lower_case);
  if (!pieces) return to_do("embedding.onnx_vocabulary: " + pieces.error().message);
  auto network = open_onnx_network(files.runtime, files.model);
  if (!network && network.error().fault == Fault::unavailable)
    return to_do("embedding.onnx_runtime: " + network.error().message +
                 "; install ONNX Runtime and name its libonnxruntime.so, or set embedding.provider to builtin");
  if (!network) return to_do("embedding.onnx_model: " + network.error().message);
  auto encoder = std::make_shared<OnnxEncoder>(std::move(*network), *std::move(pieces));
  // Thresholds belong to the weights and the words: another file of the same name is another embedder.
  const auto sum = sha256_hex(sha256_hex(*model) + sha256_hex(*vocabulary) + (files.lower_case ? "uncased" : "cased"));
  const auto name = std::filesystem::path(files.model).filename().string() + "@" + sum.substr(0, 12);
  if (auto tried = encoder->try_out(name); !tried) return to_do("embedding.onnx_model: " + tried.error().message);
  return std::shared_ptr<const Embedder>(std::move(encoder));
}

}  // namespace parley
