// SPDX-License-Identifier: Apache-2.0
#include "landmark_fit.hpp"

#include <algorithm>
#include <numeric>

#include "layer_tuning.hpp"

namespace parley {
namespace {

constexpr std::size_t kBlock = 2048;  // rows of the kernel in memory at a time

void add(Matrix& to, const Matrix& what) {
  for (std::size_t at = 0; at < to.values().size(); ++at) to.values()[at] += what.values()[at];
}

}  // namespace

std::vector<std::size_t> pick_landmarks(const LessonSheet& sheet, std::size_t count) {
  std::vector<std::size_t> order(sheet.size());
  std::iota(order.begin(), order.end(), 0U);
  if (count >= order.size()) return order;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t one, std::size_t other) { return sheet.labels[one] < sheet.labels[other]; });
  std::vector<std::size_t> picked;
  picked.reserve(count);
  for (std::size_t at = 0; at < count; ++at) picked.push_back(order[at * order.size() / count]);
  std::sort(picked.begin(), picked.end());
  return picked;
}

Matrix fit_landmarks(const LessonSheet& sheet, const OutputLayer* layer, const Matrix& examples, const TermIndex& terms,
                     const std::vector<std::size_t>& landmarks, const MeaningPlan& plan) {
  Matrix normal(landmarks.size(), landmarks.size());
  Matrix weights(landmarks.size(), sheet.columns());
  for (std::size_t first = 0; first < sheet.size(); first += kBlock) {
    std::vector<std::size_t> rows(std::min(kBlock, sheet.size() - first));
    std::iota(rows.begin(), rows.end(), first);
    const auto block = sheet.sentences.pick(rows);
    const auto embedded = layer == nullptr ? Matrix() : embed_rows(*layer, block.features);
    const auto kernel = blend_kernel(embedded, block.wording, examples, terms, plan);
    add(normal, transposed_product(kernel, kernel));
    for (std::size_t row = 0; row < rows.size(); ++row)
      for (std::size_t at = 0; at < landmarks.size(); ++at) weights(at, sheet.labels[rows[row]]) += kernel(row, at);
    // The landmarks' own rows carry the ridge.
    for (auto landmark = std::lower_bound(landmarks.begin(), landmarks.end(), first);
         landmark != landmarks.end() && *landmark < first + rows.size(); ++landmark) {
      const auto from = kernel.row(*landmark - first);
      const auto to = normal.row(static_cast<std::size_t>(landmark - landmarks.begin()));
      for (std::size_t at = 0; at < to.size(); ++at) to[at] += plan.ridge * from[at];
    }
  }
  const auto jitter = 1e-6F * static_cast<float>(sheet.size());  // what 32 bits need to stay positive definite
  for (std::size_t at = 0; at < landmarks.size(); ++at) normal(at, at) += jitter;
  if (!solve(normal, weights)) return {};
  return weights;
}

}  // namespace parley
