// SPDX-License-Identifier: Apache-2.0
#include "left_out.hpp"

#include <algorithm>

namespace parley {

std::vector<Trial> leave_one_out(const KernelFit& fit, std::span<const std::uint32_t> labels, std::size_t classes,
                                 std::span<const float> weights, std::span<const Nearest> nearest,
                                 std::span<const float> handicaps) {
  std::vector<Trial> trials;
  for (std::size_t at = 0; at < labels.size(); ++at) {
    if (weights[at] <= 0) continue;
    const auto ranking = rank_scores(fit.left_out.row(at), classes, handicaps);
    trials.push_back(
        {ranking.best, ranking.margin, ranking.winner == labels[at], nearest[at].either(ranking.winner), weights[at]});
  }
  return trials;
}

std::vector<Trial> leave_pattern_out(const KernelFit& fit, std::span<const std::uint32_t> labels, std::size_t classes,
                                     std::size_t own, std::span<const Nearest> nearest,
                                     std::span<const float> handicaps) {
  std::vector<std::vector<std::size_t>> members(classes);
  for (std::size_t at = 0; at < labels.size(); ++at)
    if (labels[at] < classes) members[labels[at]].push_back(at);
  std::vector<Trial> trials;
  trials.reserve(own);
  for (std::size_t left = 0; left < classes; ++left) {
    // Scores without the block B: y_B − ((K + λ)⁻¹_BB)⁻¹ · weights_B; of other patterns y_B is 0.
    const auto& block = members[left];
    Matrix inverse(block.size(), block.size());
    Matrix scores(block.size(), fit.weights.columns());
    for (std::size_t row = 0; row < block.size(); ++row) {
      for (std::size_t column = 0; column < block.size(); ++column)
        inverse(row, column) = fit.inverse(block[row], block[column]);
      const auto weights = fit.weights.row(block[row]);
      std::copy(weights.begin(), weights.end(), scores.row(row).begin());
    }
    if (!solve(inverse, scores)) continue;
    for (std::size_t row = 0; row < block.size(); ++row) {
      if (block[row] >= own) continue;
      auto values = scores.row(row);
      for (auto& value : values) value = -value;
      values[left] = -1e9F;
      const auto ranking = rank_scores(values, classes, handicaps);
      trials.push_back({ranking.best, ranking.margin, false, nearest[block[row]].either(ranking.winner), 1});
    }
  }
  return trials;
}

}  // namespace parley
