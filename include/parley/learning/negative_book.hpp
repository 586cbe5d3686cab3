// SPDX-License-Identifier: Apache-2.0
// Questions that layer 2 had no answer for. They teach layer 1b what no pattern is for, and are bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace parley {

// A row of mined_negatives.
struct MinedNegative {
  std::string question;  // normalised
  std::uint32_t seen = 1;

  friend bool operator==(const MinedNegative&, const MinedNegative&) = default;
};

struct NegativeLimits {
  std::size_t least = 20;  // are kept whatever the examples
  std::size_t most = 2000;
  double per_example = 1.0 / 3;  // so many a positive example beyond that

  friend bool operator==(const NegativeLimits&, const NegativeLimits&) = default;
};

struct NegativeChoice {
  std::vector<std::string> taught;   // as MeaningLesson::negatives
  std::vector<std::string> dropped;  // rows that may be erased

  friend bool operator==(const NegativeChoice&, const NegativeChoice&) = default;
};

// `newest_first`: what was mined. `examples`: of the active patterns, normalised; what equals one is no negative.
NegativeChoice choose_negatives(std::span<const MinedNegative> newest_first, std::span<const std::string> examples,
                                const NegativeLimits& limits = {});

}  // namespace parley
