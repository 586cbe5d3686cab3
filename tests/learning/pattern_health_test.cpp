// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/pattern_health.hpp"

#include <gtest/gtest.h>

#include <random>

namespace parley {
namespace {

PatternHealth learned() {
  PatternHealth health;
  health.learned = true;
  return health;
}

PatternHealth after_all(PatternHealth health, std::initializer_list<HealthEvent> events) {
  for (const auto event : events) health = after(health, event).health;
  return health;
}

TEST(PatternHealth, CountsEveryEventInItsPlace) {
  using enum HealthEvent;
  const auto health = after_all(
      learned(), {used, used, audit_right, audit_wrong, repeated, corrected, asked_for_person, thumb_up, thumb_down});
  EXPECT_EQ(health.uses, 2U);
  EXPECT_EQ(health.audits, 2U);
  EXPECT_EQ(health.audits_right, 1U);
  EXPECT_EQ(health.repeats, 1U);
  EXPECT_EQ(health.corrections, 1U);
  EXPECT_EQ(health.people, 1U);
  EXPECT_EQ(health.thumbs_up, 1U);
  EXPECT_EQ(health.thumbs_down, 1U);
}

TEST(PatternHealth, SuccessRateFollowsItsFormula) {
  auto health = after(learned(), HealthEvent::audit_wrong).health;
  EXPECT_DOUBLE_EQ(health.success_rate, 3.0 / 4.0);
  health = after(health, HealthEvent::thumb_up).health;
  EXPECT_DOUBLE_EQ(health.success_rate, (0.75 * 4 + 2) / 6);
  // Old evidence fades: a wrong audit after a thousand right ones weighs 1 in 41.
  auto old = learned();
  old.audits = old.audits_right = 1000;
  EXPECT_DOUBLE_EQ(after(old, HealthEvent::audit_wrong).health.success_rate, 40.0 / 41.0);
}

TEST(PatternHealth, SwitchesOffBelowTheBoundAfterEnoughUsesAndOnlyWhatWasLearned) {
  using enum HealthEvent;
  auto early = after_all(learned(), {used, used, used, audit_wrong, audit_wrong, audit_wrong, audit_wrong});
  EXPECT_FALSE(early.off) << "three uses are not enough";
  auto by_hand = PatternHealth{};
  auto bad = after_all(learned(), {used, used, used, used, audit_wrong, audit_wrong});
  EXPECT_FALSE(bad.off);
  const auto change = after(bad, audit_wrong);
  EXPECT_EQ(change.verdict, HealthVerdict::switch_off);
  EXPECT_TRUE(change.health.off);
  EXPECT_NE(change.reason.find("0 of 3 audits right"), std::string::npos) << change.reason;
  EXPECT_EQ(after(change.health, audit_wrong).verdict, HealthVerdict::keep) << "it is off already";
  for (int event = 0; event < 20; ++event) by_hand = after_all(by_hand, {used, corrected});
  EXPECT_FALSE(by_hand.off);
}

TEST(PatternHealth, WidensTheMarginWhereAuditsAreUnderTheTarget) {
  auto health = learned();
  health.uses = 60;
  health.audits = health.audits_right = 9;
  auto change = after(health, HealthEvent::audit_wrong);
  EXPECT_EQ(change.verdict, HealthVerdict::widen_margin);
  EXPECT_DOUBLE_EQ(change.widen_by, 0.05);
  EXPECT_DOUBLE_EQ(change.health.extra_margin, 0.05);
  health.audits = health.audits_right = 100;
  EXPECT_EQ(after(health, HealthEvent::audit_wrong).verdict, HealthVerdict::keep) << "one of a hundred is within it";
  health.audits = health.audits_right = 9;
  health.extra_margin = 0.28;
  EXPECT_DOUBLE_EQ(after(health, HealthEvent::audit_wrong).health.extra_margin, 0.30);
  health.extra_margin = 0.30;
  EXPECT_EQ(after(health, HealthEvent::audit_wrong).verdict, HealthVerdict::keep);
}

TEST(PatternHealth, AuditsHalfOfTheFirstUsesAndThenLess) {
  auto health = learned();
  const struct {
    std::uint64_t uses;
    double share;
  } kCases[] = {{0, 0.5}, {19, 0.5}, {99, 0.1}, {199, 0.05}, {499, 0.02}, {100000, 0.02}};
  for (const auto& [uses, share] : kCases) {
    health.uses = uses;
    EXPECT_DOUBLE_EQ(audit_share(health), share) << uses;
  }
  EXPECT_DOUBLE_EQ(audit_share(PatternHealth{}), 0.01) << "made by hand";
  EXPECT_TRUE(is_audited(PatternHealth{}, 0.009));
  EXPECT_FALSE(is_audited(PatternHealth{}, 0.01));
}

TEST(MarginHolds, AsksMoreOfLayer1bAlone) {
  RouteDecision decision;
  decision.layer = RouteLayer::meaning;
  decision.gates = {{"scope", 0.5, 0.1, true, ""}, {"margin", 0.42, 0.3, true, ""}};
  EXPECT_TRUE(margin_holds(decision, 0));
  EXPECT_TRUE(margin_holds(decision, 0.1));
  EXPECT_FALSE(margin_holds(decision, 0.15));
  decision.layer = RouteLayer::rules;
  EXPECT_TRUE(margin_holds(decision, 0.15));
}

TEST(AuditVerdict, AsksAgainBeforeItBlamesMemory) {
  const std::string said = "Guests park behind the house.";
  const std::string same = "Behind the house guests can park.";
  const std::string other = "You can change the pin in the app.";
  const std::string third = "Deliveries arrive by truck at noon.";
  EXPECT_EQ(audit_verdict(said, same), AuditVerdict::right);
  EXPECT_EQ(audit_verdict(said, other), AuditVerdict::ask_second_sample);
  EXPECT_EQ(audit_verdict(said, other, same), AuditVerdict::right);
  EXPECT_EQ(audit_verdict(said, other, other), AuditVerdict::wrong);
  EXPECT_EQ(audit_verdict(said, other, third), AuditVerdict::undecided);
  EXPECT_EQ(audit_verdict(said, "", std::string()), AuditVerdict::wrong) << "nobody knows that";
  EXPECT_EQ(audit_verdict(said, "I don't know.", other), AuditVerdict::undecided);
}

// Signals of uses by seed: whether the pattern goes off within them.
bool goes_off(bool right, std::uint64_t uses, double wrong_audits, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> chance(0, 1);
  auto health = learned();
  for (std::uint64_t use = 0; use < uses && !health.off; ++use) {
    const bool audited = is_audited(health, chance(random));
    health = after(health, HealthEvent::used).health;
    const bool agrees = (chance(random) >= wrong_audits) == right;
    if (audited) health = after(health, agrees ? HealthEvent::audit_right : HealthEvent::audit_wrong).health;
    if (chance(random) < (right ? 0.03 : 0.3)) health = after(health, HealthEvent::repeated).health;
    if (chance(random) < (right ? 0.01 : 0.1)) health = after(health, HealthEvent::asked_for_person).health;
  }
  return health.off;
}

TEST(PatternHealth, WrongAnswersGoOffWithinTwentyUsesAndRightOnesStay) {
  int wrong_off = 0;
  int right_off = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    wrong_off += goes_off(false, 20, 0.02, seed) ? 1 : 0;
    right_off += goes_off(true, 1000, 0.02, seed) ? 1 : 0;
  }
  EXPECT_GE(wrong_off, 990);
  EXPECT_LE(right_off, 2);
}

TEST(PatternHealth, AnAnswerThatWasRightForLongAndNoLongerIsGoesOffByComplaints) {
  auto health = learned();
  health.uses = 5000;
  health.audits = health.audits_right = 110;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> chance(0, 1);
  int uses = 0;
  for (; uses < 1000 && !health.off; ++uses) {
    health = after(health, HealthEvent::used).health;
    if (chance(random) < audit_share(health)) health = after(health, HealthEvent::audit_wrong).health;
    if (chance(random) < 0.3) health = after(health, HealthEvent::repeated).health;
  }
  EXPECT_LT(uses, 400);
}

}  // namespace
}  // namespace parley
