// SPDX-License-Identifier: Apache-2.0
#include "cross_fit.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>
#include <span>
#include <utility>

#include "kernel_ridge.hpp"
#include "layer_tuning.hpp"

namespace parley {
namespace {

constexpr std::size_t kFolds = 5;

// Fold of each row; kFolds: it is in every fit.
std::vector<std::size_t> deal(const LessonSheet& sheet, std::uint64_t seed) {
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < sheet.size(); ++row)
    if (row < sheet.own || (row >= sheet.positive && sheet.weights[row] > 0)) order.push_back(row);
  std::mt19937_64 random(seed);
  std::shuffle(order.begin(), order.end(), random);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t one, std::size_t other) { return sheet.labels[one] < sheet.labels[other]; });
  std::vector<std::size_t> fold_of(sheet.size(), kFolds);
  for (std::size_t at = 0; at < order.size(); ++at) fold_of[order[at]] = at % kFolds;
  return fold_of;
}

// A fit of some examples, and what it says of others.
class Scorer {
 public:
  Scorer(const LessonSheet& taught, const OutputLayer* layer, const MeaningPlan& plan)
      : taught_(taught),
        layer_(layer),
        plan_(plan),
        examples_(embed(taught.sentences.features)),
        terms_(taught.sentences.wording) {
    auto kernel = blend_kernel(examples_, taught.sentences.wording, examples_, terms_, plan);
    fit_ = fit_kernel_ridge(std::move(kernel), taught.labels, taught.columns(), plan.ridge);
    handicaps_ = handicaps_of(taught.labels, taught.patterns, plan.crowding);
  }

  bool solved() const { return fit_.weights.rows() > 0; }

  std::vector<Trial> ask(const Sentences& asked, std::span<const std::uint32_t> labels,
                         std::span<const float> weights) const {
    NearestAsked nearest{taught_.labels, [](std::size_t, std::size_t) { return true; }, {}};
    const auto kernel =
        blend_kernel(embed(asked.features), asked.wording, examples_, terms_, plan_, std::span(&nearest, 1));
    const auto scores = product(kernel, fit_.weights);
    std::vector<Trial> trials;
    for (std::size_t row = 0; row < asked.size(); ++row) {
      const auto ranking = rank_scores(scores.row(row), taught_.patterns, handicaps_);
      trials.push_back({ranking.best, ranking.margin, ranking.winner == labels[row],
                        nearest.found[row].either(ranking.winner), weights[row]});
    }
    return trials;
  }

 private:
  Matrix embed(const Matrix& features) const {
    return layer_ == nullptr || features.columns() == 0 ? features : embed_rows(*layer_, features);
  }

  const LessonSheet& taught_;
  const OutputLayer* layer_;
  const MeaningPlan& plan_;
  Matrix examples_;
  TermIndex terms_;
  KernelFit fit_;
  std::vector<float> handicaps_;
};

}  // namespace

OutputLayer tuned_layer(const LessonSheet& sheet, const OutputLayer& base, std::uint64_t seed) {
  std::vector<std::size_t> rows(sheet.positive);
  std::iota(rows.begin(), rows.end(), 0U);
  return tune_layer(base, sheet.sentences.pick(rows).features, std::span(sheet.labels).first(sheet.positive), {}, seed);
}

CrossFit cross_fit(const LessonSheet& sheet, const OutputLayer* base, LastLayer use, const HeardExamples& heard,
                   const MeaningPlan& plan) {
  const auto fold_of = deal(sheet, plan.seed);
  CrossFit found;
  found.written.reserve(sheet.own);
  found.heard.reserve(heard.size());
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    if (plan.stop.stop_requested()) return {};
    std::vector<std::size_t> seen;
    std::vector<std::size_t> unseen;
    for (std::size_t row = 0; row < sheet.size(); ++row) (fold_of[row] == fold ? unseen : seen).push_back(row);
    const auto taught = sheet.pick(seen);
    std::optional<OutputLayer> tuned;
    if (use == LastLayer::tuned) tuned = tuned_layer(taught, *base, plan.seed + fold + 1);
    const Scorer scorer(taught, tuned ? &*tuned : base, plan);
    if (!scorer.solved()) return {};
    std::vector<std::uint32_t> labels;
    std::vector<float> weights;
    labels.reserve(unseen.size());
    for (const auto row : unseen) {
      labels.push_back(sheet.labels[row]);
      weights.push_back(sheet.weights[row]);
    }
    const auto asked = scorer.ask(sheet.sentences.pick(unseen), labels, weights);
    for (std::size_t at = 0; at < asked.size(); ++at)
      if (asked[at].weight > 0) (labels[at] < sheet.patterns ? found.written : found.unmeant).push_back(asked[at]);
    const auto transcripts = heard.pick(unseen);
    std::vector<std::uint32_t> spoken;
    std::vector<float> stands_for;
    for (const auto row : transcripts.rows) {
      spoken.push_back(labels[row]);
      stands_for.push_back(weights[row]);
    }
    auto trials = scorer.ask(transcripts.sentences, spoken, stands_for);
    for (std::size_t at = 0; at < trials.size(); ++at) {
      trials[at].margin -= transcripts.doubt[at];
      if (trials[at].weight > 0) found.heard.push_back(trials[at]);
    }
  }
  return found;
}

}  // namespace parley
