// SPDX-License-Identifier: Apache-2.0
// From what a search says of its words to the chance that they were said at all. Pure.
#pragma once

#include <optional>
#include <span>

namespace parley {

struct WordEvidence {
  std::optional<double> posterior;  // of the lattice; none while the search is still running
  double surprise = 0;              // TrigramModel::surprise: 0 = the only word possible, 1 = picked blindly
};

// 0–1: the chance that the words belong to what this organization's callers say, rather than being what a closed
// vocabulary makes of foreign speech.
// A single word is as sure as its posterior: callers do use words that are rare to the model.
double word_confidence(const WordEvidence& word);
double utterance_confidence(std::span<const WordEvidence> words);  // 0 for none

}  // namespace parley
