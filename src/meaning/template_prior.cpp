// SPDX-License-Identifier: Apache-2.0
#include "template_prior.hpp"

#include <algorithm>
#include <span>

namespace parley {
namespace {

// Score of the winner and margin in thousandths, and whether it was right: of the templates' own examples that agree
// with their nearest, each scored by a fit that did not see it. Printed by `parley bench templates --trials`.
struct Recorded {
  int best;
  int margin;
  bool right;
};
constexpr Recorded kRecorded[] = {
#include "template_trials.inc"
};
// Printed by `parley bench templates --trials --heard`; what the recogniser's doubt costs is taken off the margins.
constexpr Recorded kHeard[] = {
#include "heard_template_trials.inc"
};

std::vector<Trial> spread(std::span<const Recorded> recorded, std::size_t count) {
  count = std::min(count, recorded.size());
  std::vector<Trial> trials;
  trials.reserve(count);
  for (std::size_t at = 0; at < count; ++at) {
    const auto& one = recorded[at * recorded.size() / count];
    trials.push_back({static_cast<float>(one.best) / 1000, static_cast<float>(one.margin) / 1000, one.right});
  }
  return trials;
}

}  // namespace

std::vector<Trial> template_trials(std::size_t count) { return spread(kRecorded, count); }

std::vector<Trial> heard_template_trials(std::size_t count) { return spread(kHeard, count); }

}  // namespace parley
