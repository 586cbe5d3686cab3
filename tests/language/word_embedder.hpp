// SPDX-License-Identifier: Apache-2.0
// An embedder whose meaning is words: texts that share some are near.
#pragma once

#include <cmath>
#include <functional>
#include <sstream>
#include <string>

#include "parley/encoder/embedder.hpp"

namespace parley::test {

class WordEmbedder final : public Embedder {
 public:
  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return 128; }
  std::size_t max_tokens() const override { return 1000; }
  Result<void> features(std::string_view text, std::span<float> out) const override {
    std::fill(out.begin(), out.end(), 0.0F);
    std::istringstream words{std::string(text)};
    float length = 0;
    for (std::string word; words >> word;) out[std::hash<std::string>{}(word) % out.size()] += 1;
    for (const auto value : out) length += value * value;
    if (length == 0) return Error{Fault::invalid_input, "no words"};
    for (auto& value : out) value /= std::sqrt(length);
    return {};
  }
  const OutputLayer* output_layer() const override { return nullptr; }

 private:
  std::string id_ = "words/128";
};

}  // namespace parley::test
