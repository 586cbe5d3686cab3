// SPDX-License-Identifier: Apache-2.0
// Thresholds from an organization's own examples, each scored by a fit that did not see it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/meaning/meaning_index.hpp"

namespace parley {

// Of one row of scores; `classes` patterns and, when the row is longer, what means none. Which pattern wins besides.
struct Ranking {
  std::uint32_t winner = 0;
  float best = 0;
  float margin = 0;
};
// `handicaps`, one a pattern, are taken off the winner's margin; empty: none.
Ranking rank_scores(std::span<const float> scores, std::size_t classes, std::span<const float> handicaps = {});
// By the number of each pattern's examples; 0 on average. Labels of `classes` and above do not count.
std::vector<float> handicaps_of(std::span<const std::uint32_t> labels, std::size_t classes, float crowding);

// Lower bound of a share by Wilson, `z` standard errors below; 0 of nothing.
double wilson_bound(double hits, double cases, double z);

struct CareTarget {
  double precision = 0.98;
  double stranger_share = 0.2;  // of sentences whose pattern is not known at all, at most answered

  friend bool operator==(const CareTarget&, const CareTarget&) = default;
};
// `negatives`: how many questions are known that no pattern was for. The more callers ask such things, the fewer
// strangers may pass.
CareTarget target_of(Care care, std::size_t negatives = 0, const MeaningTargets& targets = {});

// The gate that answers most trials, by their weights, while the bound of their precision reaches the target and of
// `strangers` (sentences scored as if their pattern did not exist) no more than the target's share gets through.
// Closed: there is none.
MeaningGate choose_gate(const std::vector<Trial>& trials, const std::vector<Trial>& strangers, const CareTarget& target,
                        double z);

// By how much a transcript that the recogniser trusts not at all must win more clearly than one that it is sure of.
// Chosen on spoken questions of the valid sets of CLINC150 and BANKING77 (docs/benchmarks.md).
inline constexpr double kDoubt = 0.4;
inline double doubt_of(double confidence) { return kDoubt * (1 - std::clamp(confidence, 0.0, 1.0)); }

// Share of `trials` that pass.
double coverage_of(const std::vector<Trial>& trials, const MeaningGate& gate);

}  // namespace parley
