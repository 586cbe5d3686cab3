// SPDX-License-Identifier: Apache-2.0
#include "calibration.hpp"

#include <algorithm>
#include <cmath>

namespace parley {
namespace {

constexpr std::size_t kScopeSteps = 60;
// With so many questions that were mined because no pattern was for them, strangers get through 0.6 less often.
constexpr double kManyNegatives = 1000;
constexpr double kImpatience = 0.6;

bool wider(const Trial* one, const Trial* other) { return one->margin > other->margin; }

std::vector<const Trial*> in_scope(const std::vector<Trial>& trials, float scope) {
  std::vector<const Trial*> kept;
  kept.reserve(trials.size());
  for (const auto& trial : trials)
    if (trial.best >= scope && trial.agrees) kept.push_back(&trial);
  std::sort(kept.begin(), kept.end(), wider);
  return kept;
}

}  // namespace

Ranking rank_scores(std::span<const float> scores, std::size_t classes, std::span<const float> handicaps) {
  Ranking ranking;
  float next = -1e9F;
  ranking.best = -1e9F;
  for (std::size_t at = 0; at < classes; ++at) {
    if (scores[at] > ranking.best) {
      next = ranking.best;
      ranking.best = scores[at];
      ranking.winner = static_cast<std::uint32_t>(at);
    } else if (scores[at] > next) {
      next = scores[at];
    }
  }
  for (std::size_t at = classes; at < scores.size(); ++at) next = std::max(next, scores[at]);
  ranking.margin = ranking.best - std::max(next, 0.F);
  if (!handicaps.empty()) ranking.margin -= handicaps[ranking.winner];
  return ranking;
}

std::vector<float> handicaps_of(std::span<const std::uint32_t> labels, std::size_t classes, float crowding) {
  std::vector<float> sizes(classes);
  for (const auto label : labels)
    if (label < classes) sizes[label] += 1;
  float mean = 0;
  for (auto& size : sizes) {
    size = std::log1p(size);
    mean += size / static_cast<float>(classes);
  }
  for (auto& size : sizes) size = crowding * (size - mean);
  return sizes;
}

double wilson_bound(double hits, double cases, double z) {
  if (cases <= 0) return 0;
  const double share = hits / cases;
  const double square = z * z / cases;
  return (share + square / 2 - std::sqrt(share * (1 - share) * square + square * square / 4)) / (1 + square);
}

CareTarget target_of(Care care, std::size_t negatives, const MeaningTargets& targets) {
  static constexpr CareTarget kUsual[] = {{0.97, 0.3}, {0.98, 0.2}, {0.99, 0.1}};
  const auto seen = std::min(1.0, static_cast<double>(negatives) / kManyNegatives);
  const auto place = static_cast<std::size_t>(care);
  const auto& usual = kUsual[place];
  return {targets[place].value_or(usual.precision), usual.stranger_share * (1 - kImpatience * seen)};
}

MeaningGate choose_gate(const std::vector<Trial>& trials, const std::vector<Trial>& strangers, const CareTarget& target,
                        double z) {
  MeaningGate chosen;
  double most = 0;
  std::vector<float> scopes;
  scopes.reserve(trials.size());
  for (const auto& trial : trials) scopes.push_back(trial.best);
  std::sort(scopes.begin(), scopes.end());
  const auto allowed = target.stranger_share * static_cast<double>(strangers.size());
  for (std::size_t step = 0; step < kScopeSteps && !scopes.empty(); ++step) {
    const auto scope = scopes[scopes.size() * step / kScopeSteps];
    const auto own = in_scope(trials, scope);
    const auto foreign = in_scope(strangers, scope);
    double right = 0;
    double passed = 0;
    double squares = 0;
    std::size_t let_in = 0;
    for (std::size_t at = 0; at < own.size(); ++at) {
      right += own[at]->right ? own[at]->weight : 0;
      passed += own[at]->weight;
      squares += own[at]->weight * own[at]->weight;
      while (let_in < foreign.size() && foreign[let_in]->margin >= own[at]->margin) ++let_in;
      if (static_cast<double>(let_in) > allowed) break;
      if (passed <= most) continue;
      const double cases = squares > 0 ? passed * passed / squares : 0;
      if (wilson_bound(right / passed * cases, cases, z) < target.precision) continue;
      most = passed;
      chosen = {scope, own[at]->margin};
    }
  }
  return chosen;
}

MeaningGate MeaningEvidence::gate_for(Care care, double confidence) const {
  auto gate = (confidence < 1 ? heard_gates : gates)[static_cast<std::size_t>(care)];
  if (gate.open() && confidence < 1) gate.margin += doubt_of(confidence);
  return gate;
}

double coverage_of(const std::vector<Trial>& trials, const MeaningGate& gate) {
  if (trials.empty()) return 0;
  const auto passed = std::count_if(trials.begin(), trials.end(), [&](const Trial& trial) {
    return trial.agrees && trial.best >= static_cast<float>(gate.scope) &&
           trial.margin >= static_cast<float>(gate.margin);
  });
  return static_cast<double>(passed) / static_cast<double>(trials.size());
}

}  // namespace parley
