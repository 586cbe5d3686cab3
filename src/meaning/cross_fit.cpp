// SPDX-License-Identifier: Apache-2.0
#include "cross_fit.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#include "kernel_ridge.hpp"
#include "layer_tuning.hpp"

namespace parley {
namespace {

constexpr std::size_t kFolds = 5;

// Fold of each own example.
std::vector<std::size_t> deal(const LessonSheet& sheet, std::uint64_t seed) {
  std::vector<std::size_t> order(sheet.own);
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937_64 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t one, std::size_t other) { return sheet.labels[one] < sheet.labels[other]; });
  std::vector<std::size_t> fold_of(sheet.own);
  for (std::size_t at = 0; at < order.size(); ++at) fold_of[order[at]] = at % kFolds;
  return fold_of;
}

}  // namespace

OutputLayer tuned_layer(const LessonSheet& sheet, const OutputLayer& base, std::uint64_t seed) {
  std::vector<std::size_t> rows(sheet.positive);
  std::iota(rows.begin(), rows.end(), 0U);
  return tune_layer(base, sheet.sentences.pick(rows).features, std::span(sheet.labels).first(sheet.positive), {}, seed);
}

std::vector<Trial> cross_fit(const LessonSheet& sheet, const OutputLayer& base, const MeaningPlan& plan) {
  const auto fold_of = deal(sheet, plan.seed);
  std::vector<Trial> trials;
  trials.reserve(sheet.own);
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    if (plan.stop.stop_requested()) return {};
    std::vector<std::size_t> seen;
    std::vector<std::size_t> unseen;
    for (std::size_t row = 0; row < sheet.size(); ++row)
      (row < sheet.own && fold_of[row] == fold ? unseen : seen).push_back(row);
    const auto taught = sheet.pick(seen);
    const auto asked = sheet.sentences.pick(unseen);
    const auto layer = tuned_layer(taught, base, plan.seed + fold + 1);
    const auto examples = embed_rows(layer, taught.sentences.features);
    const TermIndex terms(taught.sentences.wording);
    auto kernel = blend_kernel(examples, taught.sentences.wording, examples, terms, plan);
    const auto fit = fit_kernel_ridge(std::move(kernel), taught.labels, sheet.columns(), plan.ridge);
    if (fit.weights.rows() == 0) return {};
    const auto embedded = embed_rows(layer, asked.features);
    NearestAsked nearest{taught.labels, [](std::size_t, std::size_t) { return true; }, {}};
    const auto asked_kernel = blend_kernel(embedded, asked.wording, examples, terms, plan, std::span(&nearest, 1));
    const auto scores = product(asked_kernel, fit.weights);
    for (std::size_t row = 0; row < unseen.size(); ++row) {
      const auto ranking = rank_scores(scores.row(row), sheet.patterns);
      trials.push_back({ranking.best, ranking.margin, ranking.winner == sheet.labels[unseen[row]],
                        nearest.found[row].either(ranking.winner)});
    }
  }
  return trials;
}

}  // namespace parley
