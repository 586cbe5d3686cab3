// SPDX-License-Identifier: Apache-2.0
#include "blend_kernel.hpp"

#include <algorithm>

namespace parley {

Sentences Sentences::pick(const std::vector<std::size_t>& rows) const {
  Sentences picked{Matrix(rows.size(), features.columns()), {}};
  picked.wording.reserve(rows.size());
  for (std::size_t at = 0; at < rows.size(); ++at) {
    picked.wording.push_back(wording[rows[at]]);
    const auto from = features.row(rows[at]);
    std::copy(from.begin(), from.end(), picked.features.row(at).begin());
  }
  return picked;
}

namespace {

Nearest nearest_of(const NearestAsked& asked, std::size_t row, std::span<const float> meaning,
                   const std::vector<float>& wording, bool by_meaning) {
  Nearest nearest;
  float best[2] = {-2, -2};
  for (std::size_t at = 0; at < wording.size(); ++at) {
    if (!asked.counts(row, at)) continue;
    if (wording[at] > best[1]) {
      best[1] = wording[at];
      nearest.wording = asked.labels[at];
    }
    if (by_meaning && meaning[at] > best[0]) {
      best[0] = meaning[at];
      nearest.meaning = asked.labels[at];
    }
  }
  if (!by_meaning) nearest.meaning = nearest.wording;
  return nearest;
}

}  // namespace

Matrix blend_kernel(const Matrix& embedded, const std::vector<std::vector<TextFeature>>& wording,
                    const Matrix& examples, const TermIndex& terms, const MeaningPlan& plan,
                    std::span<NearestAsked> nearest) {
  const float share = examples.columns() == 0 ? 0 : plan.meaning_share;
  auto kernel = share > 0 ? product_transposed(embedded, examples) : Matrix(wording.size(), terms.size());
  std::vector<float> cosines(terms.size());
  for (std::size_t row = 0; row < kernel.rows(); ++row) {
    terms.cosines(wording[row], cosines);
    auto values = kernel.row(row);
    for (auto& asked : nearest) asked.found.push_back(nearest_of(asked, row, values, cosines, share > 0));
    for (std::size_t at = 0; at < values.size(); ++at)
      values[at] = blend(values[at], cosines[at], share, plan.sharpness);
  }
  return kernel;
}

}  // namespace parley
