// SPDX-License-Identifier: Apache-2.0
#include "pattern_watch.hpp"

#include <algorithm>
#include <optional>

#include "parley/answering/layered_answering.hpp"
#include "turn_lesson.hpp"

namespace parley {
namespace {

constexpr auto kAudits = "parley_pattern_audits_total";
constexpr auto kAuditsHelp = "Answers from memory that layer 2 was asked about as well";

double target_of(const Organization& organization, const std::string& key) {
  const auto& flags = organization.router;
  for (const auto& pattern : organization.patterns) {
    if (pattern.key != key) continue;
    if (pattern.care == Care::harmless) return flags.harmless_target.value_or(0.97);
    if (pattern.care == Care::sensitive) return flags.sensitive_target.value_or(0.99);
  }
  return flags.usual_target.value_or(0.98);
}

HealthEvent event_of(CallerSignal signal) {
  if (signal == CallerSignal::corrects) return HealthEvent::corrected;
  return signal == CallerSignal::asks_for_person ? HealthEvent::asked_for_person : HealthEvent::repeated;
}

}  // namespace

PatternWatch::PatternWatch(const Learner::Parts& parts, SecondOpinion& second)
    : parts_(parts),
      second_(second),
      edits_(parts.organizations),
      audits_right_(parts.meters.counter(kAudits, kAuditsHelp, {{"result", "right"}})),
      audits_wrong_(parts.meters.counter(kAudits, kAuditsHelp, {{"result", "wrong"}})),
      switched_off_(parts.meters.counter("parley_patterns_switched_off_total", "Patterns that did too badly")) {}

Task<std::optional<AuditFinding>> PatternWatch::used(const AnsweredTurn& turn, const std::string& pattern) {
  auto& watched = watched_[turn.organization->key];
  watched.targets[pattern] = target_of(*turn.organization, pattern);
  if (!watched.read) co_await read(turn.organization->key, watched);
  auto& health = watched.health[pattern];
  const double share = audit_share(health);
  const bool audited = second_.there() && can_be_audited(turn) && parts_.chance() < share;
  ++health.uses;
  watched.uncounted[pattern].push_back(HealthEvent::used);
  if (!audited) co_return std::nullopt;
  auto finding = co_await audit(turn, pattern, share);
  co_return finding;
}

Task<std::optional<AuditFinding>> PatternWatch::audit(const AnsweredTurn& turn, const std::string& pattern,
                                                      double share) {
  auto opinion = co_await second_.on(turn, false);
  if (!opinion) co_return std::nullopt;
  PatternAudit audit;
  audit.cost_usd = opinion->cost_usd;
  auto verdict = audit_verdict(turn.reply, opinion->text, std::nullopt, parts_.closeness);
  if (verdict == AuditVerdict::ask_second_sample) {
    auto again = co_await second_.on(turn, true);
    if (!again) co_return std::nullopt;
    audit.cost_usd += again->cost_usd;
    verdict = audit_verdict(turn.reply, opinion->text, again->text, parts_.closeness);
  }
  if (verdict != AuditVerdict::right && verdict != AuditVerdict::wrong) co_return std::nullopt;
  audit.agrees = verdict == AuditVerdict::right;
  (audit.agrees ? audits_right_ : audits_wrong_).add();
  watched_[turn.organization->key].uncounted[pattern].push_back(audit.agrees ? HealthEvent::audit_right
                                                                             : HealthEvent::audit_wrong);
  audit.pattern = pattern;
  audit.call = turn.call;
  audit.turn = turn.turn;
  audit.question = turn.text;
  audit.said = turn.reply;
  audit.model_said = opinion->text;
  AuditFinding finding;
  finding.agrees = audit.agrees;
  finding.weight = audited_weight(share);
  if (!audit.agrees) finding.instead = asked_instead(turn, opinion->answer);
  auto written = co_await parts_.store.audited(turn.organization->key, std::move(audit));
  if (!written) parts_.log.warning("learning.failed", written.error().message);
  co_return finding;
}

Task<void> PatternWatch::complained(const CallMemory::Reaction& complaint) {
  if (const auto pattern = remembered_pattern(complaint.about)) {
    watched_[complaint.about.organization->key].uncounted[*pattern].push_back(event_of(complaint.signal));
  }
  // Words of layer 2 that were repeated and did not help are asked anew.
  if (complaint.about.decision.pattern.empty() && parts_.cache) forget_reply(*parts_.cache, complaint.about);
  co_return;
}

Task<void> PatternWatch::read(const OrganizationKey& key, Watched& watched) {
  auto health = co_await parts_.store.health(key);
  if (!health) co_return;  // until it can be read every pattern counts as new: more audits, no fewer
  watched.health = std::move(*health);
  watched.read = true;
}

Task<void> PatternWatch::write_down() {
  for (auto& [key, watched] : watched_) co_await write_down(key, watched);
}

Task<void> PatternWatch::write_down(const OrganizationKey& key, Watched& watched) {
  const auto uncounted = std::exchange(watched.uncounted, {});
  for (const auto& [pattern, events] : uncounted) {
    HealthRules rules;
    const auto target = watched.targets.find(pattern);
    if (target != watched.targets.end()) rules.target = target->second;
    auto changes = co_await parts_.store.count(key, pattern, events, rules);
    if (!changes) {
      parts_.log.warning("learning.failed", changes.error().message, {{"organization", key.value}});
      continue;
    }
    if (changes->empty()) continue;
    watched.health[pattern] = changes->back().health;
    for (const auto& change : *changes) {
      if (change.verdict != HealthVerdict::keep) co_await act_on(key, pattern, change);
    }
  }
}

Task<void> PatternWatch::act_on(const OrganizationKey& key, const std::string& pattern, const HealthChange& change) {
  if (change.verdict == HealthVerdict::switch_off) {
    auto off = co_await edits_.switch_off(key, pattern);
    if (!off) {
      parts_.log.error("pattern.not_switched_off", off.error().message,
                       {{"organization", key.value}, {"pattern", pattern}});
      co_return;
    }
    switched_off_.add();
    parts_.log.warning("pattern.switched_off", change.reason, {{"organization", key.value}, {"pattern", pattern}});
  } else {
    auto touched = co_await parts_.store.touch(key);
    if (!touched) co_return;
    parts_.log.warning("pattern.margin_widened", change.reason, {{"organization", key.value}, {"pattern", pattern}});
  }
  if (parts_.cache) parts_.cache->forget(key);
  if (parts_.definitions_changed) parts_.definitions_changed();
}

}  // namespace parley
