// SPDX-License-Identifier: Apache-2.0
#include "parley/alerts/alert_rules.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

const AlertName kErrors{AlertKind::router_errors, ""};
const AlertName kAudits{AlertKind::audit_precision, ""};
const AlertName kCost{AlertKind::embedding_cost, ""};

AlertSample errors(std::int64_t errors, std::int64_t decisions) {
  AlertSample sample;
  sample.errors = AlertSample::Errors{decisions, errors};
  return sample;
}
AlertSample audits(std::int64_t right, std::int64_t made) {
  AlertSample sample;
  sample.audits = AlertSample::Audits{made, right};
  return sample;
}
AlertSample cost(double spent, double budget) {
  AlertSample sample;
  sample.embeddings = AlertSample::Cost{spent, budget};
  return sample;
}

struct Case {
  AlertSample sample;
  bool open;
  int raised;
  int resolved;
};

void check(const AlertName& name, const std::vector<Case>& cases) {
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto& one = cases[i];
    const auto changes = judge_alerts(one.sample, one.open ? std::vector{name} : std::vector<AlertName>());
    EXPECT_EQ(static_cast<int>(changes.raised.size()), one.raised) << i;
    EXPECT_EQ(static_cast<int>(changes.resolved.size()), one.resolved) << i;
    for (const auto& alert : changes.raised) EXPECT_EQ(alert.name, name) << i;
    for (const auto& over : changes.resolved) EXPECT_EQ(over, name) << i;
  }
}

TEST(AlertRules, RouterErrorsAboveFivePercentAndOverBelowHalfOfIt) {
  check(kErrors, {{errors(5, 100), false, 0, 0},
                  {errors(6, 100), false, 1, 0},
                  {errors(6, 100), true, 0, 0},
                  {errors(3, 100), true, 0, 0},  // between the two
                  {errors(3, 100), false, 0, 0},
                  {errors(2, 100), true, 0, 1},
                  {errors(0, 0), true, 0, 1},    // nobody calls
                  {errors(2, 19), false, 0, 0},  // too few to say
                  {errors(2, 20), false, 1, 0}});
}

TEST(AlertRules, AuditsUnderTheTarget) {
  check(kAudits, {{audits(97, 100), false, 1, 0},
                  {audits(97, 100), true, 0, 0},
                  {audits(98, 100), false, 0, 0},
                  {audits(98, 100), true, 0, 0},
                  {audits(99, 100), true, 0, 1},
                  {audits(0, 19), false, 0, 0},
                  {audits(19, 19), true, 0, 0}});
}

TEST(AlertRules, EmbeddingsOverTheirBudget) {
  check(kCost, {{cost(1.01, 1), false, 1, 0},
                {cost(1, 1), false, 0, 0},
                {cost(0.95, 1), true, 0, 0},
                {cost(0.89, 1), true, 0, 1},
                {cost(5, 0), false, 0, 0},  // no budget
                {cost(5, 0), true, 0, 1}});
}

TEST(AlertRules, ProvidersNearTheirLimitOneByOne) {
  AlertSample sample;
  sample.providers = std::vector<AlertSample::Provider>{{"a", 0.8}, {"b", 0.7}, {"c", 0.5}};
  const AlertName b{AlertKind::provider_limit, "b"};
  const AlertName c{AlertKind::provider_limit, "c"};
  const AlertName gone{AlertKind::provider_limit, "gone"};
  const auto changes = judge_alerts(sample, {b, c, gone, kErrors});
  ASSERT_EQ(changes.raised.size(), 1U);
  EXPECT_EQ(changes.raised[0].name.subject, "a");
  EXPECT_EQ(changes.raised[0].detail, "80.0 % of what a allows is used");
  EXPECT_EQ(changes.resolved, (std::vector<AlertName>{c, gone}));
}

TEST(AlertRules, APatternThatWasSwitchedOffUntilItIsBack) {
  AlertSample sample;
  sample.patterns_off = std::vector<AlertSample::Off>{{"hours", "3 of 6 audits"}};
  const AlertName hours{AlertKind::pattern_off, "hours"};
  const auto raised = judge_alerts(sample, {});
  ASSERT_EQ(raised.raised.size(), 1U);
  EXPECT_EQ(raised.raised[0].detail, "pattern hours was switched off: 3 of 6 audits");
  EXPECT_EQ(judge_alerts(sample, {hours}), AlertChanges{});
  sample.patterns_off->clear();
  EXPECT_EQ(judge_alerts(sample, {hours}).resolved, std::vector{hours});
}

TEST(AlertRules, WhatIsNotMeasuredChangesNothing) {
  EXPECT_EQ(judge_alerts({}, {kErrors, kAudits, kCost, {AlertKind::pattern_off, "p"}}), AlertChanges{});
  auto node = errors(50, 100);
  node.subject = "node-a";
  EXPECT_EQ(judge_alerts(node, {kErrors}).raised.size(), 1U) << "another subject is another alert";
}

}  // namespace
}  // namespace parley
