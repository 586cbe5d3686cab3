// SPDX-License-Identifier: Apache-2.0
// What flite is given to speak: plain ASCII words in sentences, each of which knows where it ends in the request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

// Becomes exactly one of flite's tokens.
struct SpokenPiece {
  std::string text;            // printable ASCII without spaces, holds a letter or a digit, at most 60 bytes
  std::uint32_t text_end = 0;  // byte offset in the request just behind it and its punctuation

  friend bool operator==(const SpokenPiece&, const SpokenPiece&) = default;
};

using SpokenSentence = std::vector<SpokenPiece>;

// Synthesis starts with a sentence, so sentences are short: at most 60 pieces. Empty when nothing can be spoken.
// Control characters, broken UTF-8 and signs without a sound vanish; letters with accents lose them.
std::vector<SpokenSentence> spoken_sentences(std::string_view text);

}  // namespace parley
