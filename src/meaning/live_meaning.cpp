// SPDX-License-Identifier: Apache-2.0
#include "live_meaning.hpp"

#include <algorithm>

#include "parley/encoder/vector_scan.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostCandidates = 5;
// Kernels below this add nothing that a threshold could see.
constexpr float kNothing = 1e-3F;

std::size_t greatest(const std::vector<float>& values) {
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

void add_scaled(float* to, const float* row, float factor, std::size_t count) {
  for (std::size_t at = 0; at < count; ++at) to[at] += factor * row[at];
}

}  // namespace

PrecisionCurve::PrecisionCurve(const std::vector<Trial>& trials) {
  auto ordered = trials;
  std::sort(ordered.begin(), ordered.end(),
            [](const Trial& one, const Trial& other) { return one.margin > other.margin; });
  const auto every = std::max<std::size_t>(1, ordered.size() / 64);
  std::size_t right = 0;
  for (std::size_t at = 0; at < ordered.size(); ++at) {
    right += ordered[at].right ? 1 : 0;
    if ((at + 1) % every == 0)
      knots_.push_back({ordered[at].margin, static_cast<float>(right) / static_cast<float>(at + 1)});
  }
}

double PrecisionCurve::at(double margin) const {
  if (knots_.empty()) return 0;
  for (const auto& knot : knots_)
    if (knot.margin <= static_cast<float>(margin)) return static_cast<double>(knot.precision);
  return static_cast<double>(knots_.back().precision);
}

LiveMeaning::LiveMeaning(Parts parts)
    : patterns_(std::move(parts.patterns)),
      labels_(std::move(parts.sheet.labels)),
      texts_(std::move(parts.sheet.texts)),
      weights_(std::move(parts.weights)),
      handicaps_(std::move(parts.handicaps)),
      embedder_(std::move(parts.embedder)),
      layer_(std::move(parts.layer)),
      terms_(parts.sheet.sentences.wording),
      guard_(std::move(parts.guard)),
      curve_(parts.trials),
      heard_curve_(parts.heard_trials),
      evidence_(std::move(parts.evidence)),
      plan_(parts.plan) {
  if (embedder_) {
    const auto width = parts.embedded.columns();
    rows_.resize(parts.embedded.rows() * width);
    for (std::size_t row = 0; row < parts.embedded.rows(); ++row)
      scales_.push_back(quantise_int8(parts.embedded.row(row), std::span(rows_).subspan(row * width, width)));
  }
  evidence_.memory_bytes = memory_bytes();
}

std::size_t LiveMeaning::memory_bytes() const {
  std::size_t bytes = sizeof(*this) + weights_.values().capacity() * sizeof(float) + rows_.capacity() +
                      scales_.capacity() * sizeof(float) + labels_.capacity() * sizeof(labels_[0]) + terms_.bytes();
  for (const auto& text : texts_) bytes += sizeof(text) + (text.capacity() > 15 ? text.capacity() + 1 : 0);
  if (evidence_.adapted && layer_) bytes += layer_->memory_bytes();
  return bytes;
}

bool LiveMeaning::meaning_cosines(const QueryFeatures* given, const std::string& text, std::vector<float>& out) const {
  std::vector<float> features(embedder_->dimensions());
  if (given != nullptr) {
    if (given->embedder != evidence_.embedder || given->values.size() != features.size()) return false;
    features = given->values;
  } else if (!embedder_->features(text, features)) {
    return false;
  }
  std::vector<float> unit(layer_ ? layer_->outputs() : features.size());
  if (layer_) {
    layer_->embed(features, unit);
  } else {
    unit = std::move(features);
  }
  std::vector<std::int8_t> query(unit.size());
  const auto scale = quantise_int8(unit, query);
  scan_int8(query, scale, rows_, scales_, out);
  return true;
}

MeaningJudgement LiveMeaning::judge(const std::vector<std::string>& words, double confidence) const {
  return judge_by(nullptr, words, confidence);
}

MeaningJudgement LiveMeaning::judge_with(const QueryFeatures& features, const std::vector<std::string>& words,
                                         double confidence) const {
  return judge_by(&features, words, confidence);
}

MeaningJudgement LiveMeaning::judge_by(const QueryFeatures* given, const std::vector<std::string>& words,
                                       double confidence) const {
  MeaningJudgement judgement;
  const auto text = join_words(words);
  std::vector<float> meaning(labels_.size());
  std::vector<float> wording(labels_.size());
  if (words.empty() || (embedder_ && !meaning_cosines(given, text, meaning))) {
    judgement.guard = "nothing in it can be read";
    return judgement;
  }
  terms_.cosines(text_features(words), wording);
  const float share = embedder_ ? plan_.meaning_share : 0;
  std::vector<float> scores(weights_.columns());
  for (std::size_t at = 0; at < labels_.size(); ++at) {
    const auto kernel = blend(meaning[at], wording[at], share, plan_.sharpness);
    if (kernel > kNothing) add_scaled(scores.data(), weights_.row(at).data(), kernel, scores.size());
  }
  const auto ranking = rank_scores(scores, patterns_.size(), handicaps_);
  const auto& winner = patterns_[ranking.winner];
  judgement.margin = static_cast<double>(ranking.margin);
  judgement.none = scores.size() > patterns_.size() ? static_cast<double>(scores.back()) : 0;
  judgement.gate = evidence_.gate_for(winner.care, confidence);
  judgement.precision =
      confidence < 1 ? heard_curve_.at(judgement.margin - doubt_of(confidence)) : curve_.at(judgement.margin);
  const auto near = embedder_ ? greatest(meaning) : greatest(wording);
  judgement.nearest = labels_[near];
  judgement.nearest_wording = labels_[greatest(wording)];
  judgement.nearest_example = texts_[near];
  judgement.in_scope = static_cast<double>(ranking.best) >= judgement.gate.scope;
  judgement.clear = judgement.margin >= judgement.gate.margin;
  judgement.agrees = judgement.nearest == ranking.winner || judgement.nearest_wording == ranking.winner;
  judgement.guard =
      winner.never_suppress ? "it is never answered from memory" : guard_.objection(ranking.winner, winner.kind, words);
  std::vector<std::uint32_t> order(patterns_.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) order[at] = at;
  const auto shown = std::min(kMostCandidates, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                    [&](std::uint32_t one, std::uint32_t other) { return scores[one] > scores[other]; });
  for (std::size_t at = 0; at < shown; ++at)
    judgement.candidates.push_back({order[at], static_cast<double>(scores[order[at]])});
  return judgement;
}

}  // namespace parley
