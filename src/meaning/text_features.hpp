// SPDX-License-Identifier: Apache-2.0
// What is written of a sentence, apart from what it means: hashed pieces of its words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace parley {

struct TextFeature {
  std::uint32_t hash = 0;
  float count = 0;

  friend bool operator==(const TextFeature&, const TextFeature&) = default;
};

// Character 2- to 5-grams within words (their ends marked) and word 1- and 2-grams, each once, in order of hash. At
// most the first 512 bytes are read. `words`: normalised.
std::vector<TextFeature> text_features(const std::vector<std::string>& words);

}  // namespace parley
