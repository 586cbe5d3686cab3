// SPDX-License-Identifier: Apache-2.0
// Sentences as the embedded recogniser would hear them, by the errors that it was seen to make. Pure.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace parley {

// How unlike two words sound, by their letters: 0 the same, 1 nothing in common.
double sound_distance(const std::string& one, const std::string& other);

struct NoisyTranscript {
  std::vector<std::string> words;
  double confidence = 0;  // that the recogniser would give it, 0–1
};

class TranscriptNoise {
 public:
  // `sentences`: normalised, what the recogniser's language model of the organization is made from.
  explicit TranscriptNoise(const std::vector<std::string>& sentences);

  // One utterance of `words`, which are one of the sentences, the same for the same seed. As in speech some are heard
  // whole and some hardly; what layer 0 would refuse as unclear is not among them.
  NoisyTranscript hear(const std::vector<std::string>& words, std::uint64_t seed);

 private:
  bool known(const std::string& word) const;
  const std::vector<std::string>& near(const std::string& word);
  std::string replacement(const std::string& before, const std::string& word, std::mt19937_64& random);

  std::vector<std::string> vocabulary_;
  std::unordered_map<std::string, std::size_t> sentences_with_;
  std::unordered_set<std::string> pairs_;                           // "before after"
  std::unordered_map<std::string, std::vector<std::string>> near_;  // of words asked for
};

}  // namespace parley
