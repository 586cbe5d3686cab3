// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/refit_pace.hpp"

#include <algorithm>

namespace parley {
namespace {

// A new pattern is worth as much as so many examples of known ones: without a lesson none of its questions is answered.
constexpr std::size_t kPatternWeight = 4;
constexpr std::size_t kLeast = 8;
constexpr std::size_t kShare = 12;  // a twelfth of what was taught
constexpr std::chrono::seconds kLongestWait = std::chrono::hours(1);

}  // namespace

bool refit_due(const UntaughtChanges& changes, std::size_t taught) {
  const auto weight = changes.patterns * kPatternWeight + changes.examples + changes.negatives;
  if (weight == 0) return false;
  return weight >= std::max(kLeast, taught / kShare) || changes.oldest >= kLongestWait;
}

}  // namespace parley
