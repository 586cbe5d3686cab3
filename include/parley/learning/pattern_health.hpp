// SPDX-License-Identifier: Apache-2.0
// How a pattern fares, from signals that need no operator, and when it is switched off.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parley/learning/same_answer.hpp"
#include "parley/router/route.hpp"

namespace parley {

// A row of pattern_health.
struct PatternHealth {
  bool learned = false;  // made by the router; by hand otherwise
  std::uint64_t uses = 0;
  std::uint32_t audits = 0;
  std::uint32_t audits_right = 0;
  std::uint32_t repeats = 0;
  std::uint32_t corrections = 0;
  std::uint32_t people = 0;
  std::uint32_t thumbs_up = 0;
  std::uint32_t thumbs_down = 0;
  double success_rate = 1;  // 0–1
  double extra_margin = 0;  // on top of the calibrated margin, for this pattern alone
  bool off = false;

  friend bool operator==(const PatternHealth&, const PatternHealth&) = default;
};

enum class HealthEvent { used, audit_right, audit_wrong, repeated, corrected, asked_for_person, thumb_up, thumb_down };
std::string_view to_string(HealthEvent event);

enum class HealthVerdict { keep, switch_off, widen_margin };

struct HealthChange {
  PatternHealth health;  // with the event counted, and with what the verdict changes
  HealthVerdict verdict = HealthVerdict::keep;
  double widen_by = 0;
  std::string reason;  // of a verdict that is not keep

  friend bool operator==(const HealthChange&, const HealthChange&) = default;
};

struct HealthRules {
  double off_below = 0.60;
  std::uint32_t least_uses = 4;  // before a pattern is switched off
  double target = 0.98;          // share of right answers that was promised; by Care
  double widen_step = 0.05;
  double widest = 0.30;

  friend bool operator==(const HealthRules&, const HealthRules&) = default;
};

// The success rate is the weighted mean of what is known of its uses, with old evidence fading; each event weighs:
//   audit 1, thumb 2 (an operator heard the call), correction 0.7, repeat 0.5, person 0.4; a use that brings no
//   complaint 0.1.
// It begins as kPriorUses right answers, and evidence beyond kMemory counts as kMemory, so that an answer that was
// right for a year and no longer is, is noticed:
//   rate' = (rate · m + weight · right) / (m + weight),  m = min(kMemory, kPriorUses + all weights so far).
inline constexpr double kPriorUses = 3;
inline constexpr double kMemory = 40;

HealthChange after(const PatternHealth& health, HealthEvent event, const HealthRules& rules = {});

// Share of the next uses that are audited: 50 % for the first 20, then less with every use, down to 1 % of those by
// hand and 2 % of learned ones. `uses`: so far.
double audit_share(const PatternHealth& health);
// `chance`: uniform in [0, 1), from outside.
inline bool is_audited(const PatternHealth& health, double chance) { return chance < audit_share(health); }

// Whether an answer of layer 1b wins clearly enough for a pattern whose margin was widened. Other layers need no
// margin.
bool margin_holds(const RouteDecision& decision, double extra_margin);

// What an audit makes of two answers of layer 2 to a question that was answered from memory. A first answer that
// differs is asked for again, since a model errs more often than a pattern that has been right before.
enum class AuditVerdict { right, wrong, ask_second_sample, undecided };
AuditVerdict audit_verdict(std::string_view said, std::string_view model_said,
                           const std::optional<std::string>& second_sample = std::nullopt,
                           const MeaningCloseness& closeness = {}, const AnswerLanguage* language = nullptr);

}  // namespace parley
