// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/pattern_health.hpp"

#include <algorithm>
#include <cmath>

#include "parley/learning/teachable.hpp"

namespace parley {
namespace {

constexpr double kQuietUse = 0.1;
constexpr double kAudit = 1;
constexpr double kThumb = 2;
constexpr double kCorrection = 0.7;
constexpr double kRepeat = 0.5;
constexpr double kPerson = 0.4;

constexpr std::uint64_t kNew = 20;  // uses of which half are audited
constexpr double kNewShare = 0.5;
constexpr double kLeastShareLearned = 0.02;
constexpr double kLeastShareByHand = 0.01;
// Fewer audits say nothing about a precision near 1.
constexpr std::uint32_t kLeastAudits = 5;

double evidence_of(const PatternHealth& health) {
  return kPriorUses + kQuietUse * static_cast<double>(health.uses) + kAudit * health.audits + kRepeat * health.repeats +
         kCorrection * health.corrections + kPerson * health.people +
         kThumb * (static_cast<double>(health.thumbs_up) + static_cast<double>(health.thumbs_down));
}

struct Weight {
  double weight;
  double right;  // 1 or 0
};

Weight weight_of(HealthEvent event) {
  switch (event) {
    case HealthEvent::used:
      return {kQuietUse, 1};
    case HealthEvent::audit_right:
      return {kAudit, 1};
    case HealthEvent::audit_wrong:
      return {kAudit, 0};
    case HealthEvent::repeated:
      return {kRepeat, 0};
    case HealthEvent::corrected:
      return {kCorrection, 0};
    case HealthEvent::asked_for_person:
      return {kPerson, 0};
    case HealthEvent::thumb_up:
      return {kThumb, 1};
    case HealthEvent::thumb_down:
      return {kThumb, 0};
  }
  return {0, 1};
}

void count(PatternHealth& health, HealthEvent event) {
  switch (event) {
    case HealthEvent::used:
      ++health.uses;
      break;
    case HealthEvent::audit_right:
      ++health.audits;
      ++health.audits_right;
      break;
    case HealthEvent::audit_wrong:
      ++health.audits;
      break;
    case HealthEvent::repeated:
      ++health.repeats;
      break;
    case HealthEvent::corrected:
      ++health.corrections;
      break;
    case HealthEvent::asked_for_person:
      ++health.people;
      break;
    case HealthEvent::thumb_up:
      ++health.thumbs_up;
      break;
    case HealthEvent::thumb_down:
      ++health.thumbs_down;
      break;
  }
}

// Upper bound of a share by Wilson, one standard error above.
double at_most(double hits, double cases) {
  const double share = hits / cases;
  const double square = 1 / cases;
  return (share + square / 2 + std::sqrt(share * (1 - share) * square + square * square / 4)) / (1 + square);
}

std::string percent(double share) { return std::to_string(static_cast<int>(std::lround(share * 100))) + " %"; }

std::string seen(const PatternHealth& health) {
  return std::to_string(health.audits_right) + " of " + std::to_string(health.audits) + " audits right, " +
         std::to_string(health.repeats) + " repeats, " + std::to_string(health.corrections) + " corrections, " +
         std::to_string(health.people) + " asked for a person, in " + std::to_string(health.uses) + " uses";
}

bool is_bad(HealthEvent event) { return weight_of(event).right < 1; }

}  // namespace

std::string_view to_string(HealthEvent event) {
  switch (event) {
    case HealthEvent::used:
      return "used";
    case HealthEvent::audit_right:
      return "audit_right";
    case HealthEvent::audit_wrong:
      return "audit_wrong";
    case HealthEvent::repeated:
      return "repeated";
    case HealthEvent::corrected:
      return "corrected";
    case HealthEvent::asked_for_person:
      return "asked_for_person";
    case HealthEvent::thumb_up:
      return "thumb_up";
    case HealthEvent::thumb_down:
      return "thumb_down";
  }
  return "used";
}

HealthChange after(const PatternHealth& health, HealthEvent event, const HealthRules& rules) {
  HealthChange change{health, HealthVerdict::keep, 0, {}};
  auto& now = change.health;
  const auto mass = std::min(kMemory, evidence_of(health));
  const auto [weight, right] = weight_of(event);
  now.success_rate = (health.success_rate * mass + weight * right) / (mass + weight);
  count(now, event);
  if (!is_bad(event) || now.off) return change;
  if (now.learned && now.uses >= rules.least_uses && now.success_rate < rules.off_below) {
    change.verdict = HealthVerdict::switch_off;
    now.off = true;
    change.reason =
        "success rate " + percent(now.success_rate) + ", below " + percent(rules.off_below) + ": " + seen(now);
    return change;
  }
  if (event != HealthEvent::audit_wrong || now.audits < kLeastAudits || now.extra_margin >= rules.widest) return change;
  if (at_most(now.audits_right, now.audits) >= rules.target) return change;
  change.verdict = HealthVerdict::widen_margin;
  change.widen_by = std::min(rules.widen_step, rules.widest - now.extra_margin);
  now.extra_margin += change.widen_by;
  change.reason = "audits under the target of " + percent(rules.target) + ": " + seen(now);
  return change;
}

double audit_share(const PatternHealth& health) {
  const auto least = health.learned ? kLeastShareLearned : kLeastShareByHand;
  if (!health.learned) return least;
  if (health.uses < kNew) return kNewShare;
  return std::max(least, kNewShare * static_cast<double>(kNew) / static_cast<double>(health.uses + 1));
}

bool margin_holds(const RouteDecision& decision, double extra_margin) {
  if (decision.layer != RouteLayer::meaning || extra_margin <= 0) return true;
  const auto margin = std::find_if(decision.gates.begin(), decision.gates.end(),
                                   [](const RouteGate& gate) { return gate.name == "margin"; });
  return margin == decision.gates.end() || margin->value >= margin->threshold + extra_margin;
}

AuditVerdict audit_verdict(std::string_view said, std::string_view model_said,
                           const std::optional<std::string>& second_sample, const MeaningCloseness& closeness,
                           const AnswerLanguage* language) {
  const bool unknown = is_refusal(model_said);
  if (!unknown && compare_answers(said, model_said, closeness, language).compatible) return AuditVerdict::right;
  if (!second_sample) return AuditVerdict::ask_second_sample;
  const bool unknown_again = is_refusal(*second_sample);
  if (!unknown_again && compare_answers(said, *second_sample, closeness, language).compatible)
    return AuditVerdict::right;
  if (unknown || unknown_again) return unknown && unknown_again ? AuditVerdict::wrong : AuditVerdict::undecided;
  return compare_answers(model_said, *second_sample, closeness).compatible ? AuditVerdict::wrong
                                                                           : AuditVerdict::undecided;
}

}  // namespace parley
