// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <utility>

#include "cross_fit.hpp"
#include "landmark_fit.hpp"
#include "layer_tuning.hpp"
#include "left_out.hpp"
#include "live_meaning.hpp"
#include "parley/router/normalise.hpp"
#include "template_prior.hpp"

namespace parley {
namespace {

// Fewer own examples than this say nothing about their own precision, whatever is borrowed.
constexpr std::size_t kLeastMeasured = 20;
// A transcript never wins by less than a sentence that was written, and this. Chosen on spoken questions of the valid
// sets of CLINC150 and BANKING77: some words are heard surely and wrongly ("hear" as "order"), which made-up errors are
// not.
constexpr double kClearerWhenHeard = 0.05;
// Of these, an exact fit measures what thresholds an organization beyond most_exact gets.
constexpr std::size_t kMeasuredOfMany = 6000;

const Error kStopped{Fault::closed, "learning was stopped"};
const Error kOutOfNumbers{Fault::invalid_input, "the examples give equations that have no solution"};

// Everything measured on one way to embed.
struct Measured {
  std::vector<Trial> trials;   // of own examples
  std::vector<Trial> unmeant;  // of questions that no pattern is for
  std::vector<Trial> strangers;
  std::vector<Trial> heard;
};

struct Fitted {
  std::vector<float> handicaps;
  Matrix embedded;
  KernelFit fit;
  std::vector<Nearest> others;          // nearest but itself
  std::vector<Nearest> other_patterns;  // nearest of another pattern
};

Fitted fit(const LessonSheet& sheet, const OutputLayer* layer, const MeaningPlan& plan) {
  Fitted fitted;
  const auto& features = sheet.sentences.features;
  if (features.columns() > 0) fitted.embedded = layer == nullptr ? features : embed_rows(*layer, features);
  const TermIndex terms(sheet.sentences.wording);
  const auto& labels = sheet.labels;
  NearestAsked nearest[] = {
      {labels, [](std::size_t row, std::size_t example) { return row != example; }, {}},
      {labels, [&](std::size_t row, std::size_t example) { return labels[row] != labels[example]; }, {}}};
  auto kernel = blend_kernel(fitted.embedded, sheet.sentences.wording, fitted.embedded, terms, plan, nearest);
  fitted.others = std::move(nearest[0].found);
  fitted.other_patterns = std::move(nearest[1].found);
  fitted.handicaps = handicaps_of(sheet.labels, sheet.patterns, plan.crowding);
  fitted.fit = fit_kernel_ridge(std::move(kernel), sheet.labels, sheet.columns(), plan.ridge);
  return fitted;
}

std::vector<Trial> strangers_of(const Fitted& fitted, const LessonSheet& sheet) {
  return leave_pattern_out(fitted.fit, sheet.labels, sheet.patterns, sheet.own, fitted.other_patterns,
                           fitted.handicaps);
}

Measured measure(const Fitted& fitted, const LessonSheet& sheet) {
  const auto asked = [&](std::size_t from, std::size_t end) {
    std::vector<float> weights(sheet.size());
    std::copy(sheet.weights.begin() + static_cast<std::ptrdiff_t>(from),
              sheet.weights.begin() + static_cast<std::ptrdiff_t>(end),
              weights.begin() + static_cast<std::ptrdiff_t>(from));
    return leave_one_out(fitted.fit, sheet.labels, sheet.patterns, weights, fitted.others, fitted.handicaps);
  };
  return {asked(0, sheet.own), asked(sheet.positive, sheet.size()), strangers_of(fitted, sheet), {}};
}

void set_gates(MeaningEvidence& evidence, Measured measured, const MeaningTargets& targets, const MeaningPlan& plan) {
  evidence.measured = measured.trials.size();
  const auto right =
      std::count_if(measured.trials.begin(), measured.trials.end(), [](const Trial& t) { return t.right; });
  evidence.accuracy = evidence.measured == 0 ? 0 : static_cast<double>(right) / static_cast<double>(evidence.measured);
  if (evidence.measured < kLeastMeasured) return;  // closed: the layer only watches
  auto pooled = measured.trials;
  pooled.insert(pooled.end(), measured.unmeant.begin(), measured.unmeant.end());
  if (evidence.measured < plan.borrowed) {
    const auto borrowed = template_trials(plan.borrowed - evidence.measured);
    pooled.insert(pooled.end(), borrowed.begin(), borrowed.end());
    evidence.borrowed = borrowed.size();
  }
  auto heard = std::move(measured.heard);
  if (heard.size() < plan.borrowed) {
    const auto borrowed = heard_template_trials(plan.borrowed - heard.size());
    heard.insert(heard.end(), borrowed.begin(), borrowed.end());
  }
  for (const auto care : {Care::harmless, Care::usual, Care::sensitive}) {
    const auto place = static_cast<std::size_t>(care);
    const auto target = target_of(care, evidence.negatives, targets);
    evidence.gates[place] = choose_gate(pooled, measured.strangers, target, plan.confidence_z);
    auto& gate = evidence.heard_gates[place];
    gate = choose_gate(heard, measured.strangers, target, plan.confidence_z);
    gate.scope = std::max(gate.scope, evidence.gates[place].scope);
    gate.margin = std::max(gate.margin, evidence.gates[place].margin + kClearerWhenHeard);
  }
  evidence.coverage = coverage_of(measured.trials, evidence.gates[static_cast<std::size_t>(Care::usual)]);
}

bool may_adapt(const LessonSheet& sheet, const Embedder* embedder, const MeaningPlan& plan) {
  return plan.adapt && embedder != nullptr && embedder->output_layer() != nullptr && sheet.own >= plan.least_adapted &&
         sheet.size() <= plan.most_adapted;
}

// The layer of an organization of its own where it answers more of what it did not see than the embedder's does.
std::optional<OutputLayer> adapt(const LessonSheet& sheet, const OutputLayer& base, const HeardExamples& heard,
                                 Measured& measured, const MeaningPlan& plan) {
  auto found = cross_fit(sheet, &base, LastLayer::tuned, heard, plan);
  if (found.written.empty()) return std::nullopt;
  auto layer = tuned_layer(sheet, base, plan.seed);
  const auto fitted = fit(sheet, &layer, plan);
  if (fitted.fit.weights.rows() == 0) return std::nullopt;
  Measured adapted{std::move(found.written), std::move(found.unmeant), strangers_of(fitted, sheet),
                   std::move(found.heard)};
  const auto gained = [&](const Measured& one) {
    const auto right = std::count_if(one.trials.begin(), one.trials.end(), [](const Trial& t) { return t.right; });
    return static_cast<double>(right) / static_cast<double>(one.trials.size()) +
           coverage_of(one.trials,
                       choose_gate(one.trials, one.strangers, target_of(Care::harmless), plan.confidence_z));
  };
  if (gained(adapted) <= gained(measured)) return std::nullopt;
  measured = std::move(adapted);
  return layer;
}

ReuseGuard guard_of(const MeaningLesson& lesson) {
  ReuseGuard guard(lesson.patterns.size());
  for (const auto& example : lesson.examples) guard.learn(example.pattern, normalise(example.text));
  return guard;
}

Result<LiveMeaning::Parts> learn(const MeaningLesson& lesson, const SharedEmbedder& shared, const MeaningPlan& plan) {
  const auto* embedder = shared.embedder.get();
  auto sheet = lay_out(lesson, embedder);
  if (plan.stop.stop_requested()) return kStopped;
  std::vector<bool> taught(lesson.patterns.size());
  for (std::size_t row = 0; row < sheet.own; ++row) taught[sheet.labels[row]] = true;
  if (std::count(taught.begin(), taught.end(), true) < 2)
    return Error{Fault::invalid_input, "meaning needs two patterns with examples; there are fewer"};
  const OutputLayer* base = embedder ? embedder->output_layer() : nullptr;
  LiveMeaning::Parts parts{
      lesson.patterns, {}, {}, {}, shared.embedder, shared.layer, {}, guard_of(lesson), {}, {}, {}, plan};
  parts.evidence.embedder = embedder ? embedder->id() : "wording";
  parts.evidence.examples = sheet.size();
  parts.evidence.negatives = sheet.size() - sheet.positive;
  parts.handicaps = handicaps_of(sheet.labels, sheet.patterns, plan.crowding);
  Measured measured;
  std::optional<OutputLayer> own_layer;
  const auto asked = sheet.size() <= kMostCrossFitted ? sheet : sheet.pick(pick_landmarks(sheet, kMostCrossFitted));
  const auto heard = !plan.hear ? HeardExamples{} : hear_examples(asked, embedder, kMostHeard, plan.seed);
  if (sheet.size() <= plan.most_exact) {
    auto fitted = fit(sheet, base, plan);
    if (fitted.fit.weights.rows() == 0) return kOutOfNumbers;
    measured = measure(fitted, sheet);
    fitted.fit.inverse = {};
    if (may_adapt(sheet, embedder, plan)) own_layer = adapt(sheet, *base, heard, measured, plan);
    if (plan.stop.stop_requested()) return kStopped;
    if (own_layer) fitted = fit(sheet, &*own_layer, plan);
    parts.weights = std::move(fitted.fit.weights);
    parts.embedded = std::move(fitted.embedded);
    parts.sheet = std::move(sheet);
  } else {
    const auto sample = sheet.pick(pick_landmarks(sheet, kMeasuredOfMany));
    const auto fitted = fit(sample, base, plan);
    if (fitted.fit.weights.rows() == 0) return kOutOfNumbers;
    measured = measure(fitted, sample);
    const auto landmarks = pick_landmarks(sheet, plan.landmarks);
    parts.sheet = sheet.pick(landmarks);
    const auto& features = parts.sheet.sentences.features;
    if (embedder) parts.embedded = base == nullptr ? features : embed_rows(*base, features);
    const TermIndex terms(parts.sheet.sentences.wording);
    parts.weights = fit_landmarks(sheet, base, parts.embedded, terms, landmarks, plan);
    if (parts.weights.rows() == 0) return kOutOfNumbers;
  }
  if (!own_layer && plan.hear) measured.heard = cross_fit(asked, base, LastLayer::as_it_is, heard, plan).heard;
  if (plan.stop.stop_requested()) return kStopped;
  parts.evidence.adapted = own_layer.has_value();
  if (own_layer) parts.layer = std::make_shared<const CompactOutputLayer>(*own_layer);
  parts.trials = measured.trials;
  parts.heard_trials = measured.heard;
  set_gates(parts.evidence, std::move(measured), lesson.targets, plan);
  return parts;
}

}  // namespace

SharedEmbedder::SharedEmbedder(std::shared_ptr<const Embedder> shared) : embedder(std::move(shared)) {
  if (embedder && embedder->output_layer() != nullptr)
    layer = std::make_shared<const CompactOutputLayer>(*embedder->output_layer());
}

Result<std::shared_ptr<const MeaningIndex>> learn_meaning(const MeaningLesson& lesson, const SharedEmbedder& shared,
                                                          const MeaningPlan& plan) {
  auto parts = learn(lesson, shared, plan);
  if (!parts) return parts.error();
  return std::shared_ptr<const MeaningIndex>(std::make_shared<const LiveMeaning>(std::move(*parts)));
}

Result<MeaningTrials> meaning_trials(const MeaningLesson& lesson, const SharedEmbedder& shared,
                                     const MeaningPlan& plan) {
  auto parts = learn(lesson, shared, plan);
  if (!parts) return parts.error();
  return MeaningTrials{std::move(parts->trials), std::move(parts->heard_trials)};
}

}  // namespace parley
