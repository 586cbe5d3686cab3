// SPDX-License-Identifier: Apache-2.0
#include "hearing_confidence.hpp"

#include <cmath>

namespace parley {

namespace {

struct Weights {
  double constant;
  double posterior;
  double surprise;

  double confidence(double mean_posterior, double mean_surprise) const {
    return 1 / (1 + std::exp(-(constant + posterior * mean_posterior + surprise * mean_surprise)));
  }
};

// Logistic regression. Said: half of the 119 recorded orders to their own domain, half of 72 strings of recorded
// digits, and wordings of the demo organization by two voices. Not said: half of the orders and 80 prompts of a
// telephone system to the demo organization, prompts to the orders' domain, orders where digits were expected. The
// other halves and docs/adr/0010-rejection.md report what it is worth.
constexpr Weights kUtterance = {0.22, 9.10, -9.99};
// Without a lattice only the language model tells.
constexpr Weights kRunning = {7.39, 0, -11.81};

}  // namespace

double word_confidence(const WordEvidence& word) {
  return word.posterior ? *word.posterior : kRunning.confidence(0, word.surprise);
}

double utterance_confidence(std::span<const WordEvidence> words) {
  if (words.empty()) return 0;
  double posterior = 0;
  double surprise = 0;
  bool settled = true;
  for (const auto& word : words) {
    posterior += word.posterior.value_or(0);
    surprise += word.surprise;
    settled = settled && word.posterior;
  }
  const auto count = static_cast<double>(words.size());
  return settled ? kUtterance.confidence(posterior / count, surprise / count)
                 : kRunning.confidence(0, surprise / count);
}

}  // namespace parley
