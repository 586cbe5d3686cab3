// SPDX-License-Identifier: Apache-2.0
// An embedder whose meanings can be read off: each known word is a direction, synonyms share one.
#pragma once

#include <cmath>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "parley/encoder/embedder.hpp"
#include "parley/meaning/meaning_lesson.hpp"

namespace parley::test {

class ToyEmbedder final : public Embedder {
 public:
  // With a last layer, the identity stretched, as far as an output layer can be one; without, features are embeddings.
  explicit ToyEmbedder(bool layered = true) : layered_(layered) {
    layer_.inputs = layer_.outputs = kWidth;
    layer_.weights.resize(kWidth * kWidth);
    layer_.bias.resize(kWidth);
    for (std::size_t at = 0; at < kWidth; ++at) layer_.weights[at * kWidth + at] = 1;
  }

  const std::string& id() const override { return id_; }
  std::size_t dimensions() const override { return kWidth; }
  std::size_t max_tokens() const override { return 128; }
  const OutputLayer* output_layer() const override { return layered_ ? &layer_ : nullptr; }

  Result<void> features(std::string_view text, std::span<float> out) const override {
    std::fill(out.begin(), out.end(), 0.F);
    std::istringstream words{std::string(text)};
    float square = 0;
    for (std::string word; words >> word;) {
      if (word == "unreadable") return Error{Fault::invalid_input, "unreadable"};
      const auto known = kMeanings.find(word);
      const auto at = known != kMeanings.end() ? known->second : 24 + std::hash<std::string>{}(word) % (kWidth - 24);
      square += 2 * out[at] + 1;
      out[at] += 1;
    }
    if (square == 0) return Error{Fault::invalid_input, "no tokens"};
    for (auto& value : out) value /= std::sqrt(square);
    return {};
  }

 private:
  static constexpr std::size_t kWidth = 64;
  inline static const std::map<std::string, std::size_t> kMeanings = {
      {"open", 0},   {"hours", 0},  {"close", 0}, {"shut", 0}, {"where", 1},  {"address", 1}, {"located", 1},
      {"street", 1}, {"pay", 2},    {"card", 2},  {"cash", 2}, {"credit", 2}, {"park", 3},    {"parking", 3},
      {"car", 3},    {"garage", 3}, {"the", 4},   {"a", 4},    {"do", 5},     {"you", 5},     {"i", 5},
      {"can", 6},    {"is", 7},     {"are", 7},   {"what", 8}, {"when", 8}};

  bool layered_;
  std::string id_ = "toy";
  OutputLayer layer_;
};

// Four patterns, twelve examples each.
inline MeaningLesson toy_lesson() {
  MeaningLesson lesson;
  const std::vector<std::pair<std::string, std::vector<std::string>>> subjects = {
      {"hours", {"open", "hours", "close", "shut"}},
      {"address", {"where", "address", "located", "street"}},
      {"payment", {"pay", "card", "cash", "credit"}},
      {"parking", {"park", "parking", "car", "garage"}}};
  for (const auto& [key, words] : subjects) {
    const auto index = static_cast<std::uint32_t>(lesson.patterns.size());
    lesson.patterns.push_back({key});
    for (const auto& word : words) {
      lesson.examples.push_back({"what is the " + word, index, false});
      lesson.examples.push_back({"do you " + word + " here", index, false});
      lesson.examples.push_back({"can i " + word + " there", index, false});
    }
    lesson.examples.push_back({key, index, true});
  }
  return lesson;
}

}  // namespace parley::test
