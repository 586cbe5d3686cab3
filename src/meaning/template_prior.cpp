// SPDX-License-Identifier: Apache-2.0
#include "template_prior.hpp"

#include <algorithm>
#include <array>

namespace parley {
namespace {

// Score of the winner and margin in thousandths, and whether it was right: of the templates' own examples that agree with
// their nearest, each scored by a fit that did not see it.
// Printed by `parley bench templates --trials`.
struct Recorded {
  int best;
  int margin;
  bool right;
};
constexpr Recorded kRecorded[] = {
#include "template_trials.inc"
};

}  // namespace

std::vector<Trial> template_trials(std::size_t count) {
  constexpr std::size_t total = std::size(kRecorded);
  count = std::min(count, total);
  std::vector<Trial> trials;
  trials.reserve(count);
  for (std::size_t at = 0; at < count; ++at) {
    const auto& one = kRecorded[at * total / count];
    trials.push_back({static_cast<float>(one.best) / 1000, static_cast<float>(one.margin) / 1000, one.right});
  }
  return trials;
}

}  // namespace parley
