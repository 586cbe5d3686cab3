// SPDX-License-Identifier: Apache-2.0
#include "router_benches.hpp"

#include <gtest/gtest.h>

#include "intent_room.hpp"

namespace parley::commands {
namespace {

using BenchRouter = test::IntentRoom;

TEST_F(BenchRouter, CountsWhatIsAnsweredAndWhatOfItIsRight) {
  if (!weights()) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  const auto found = figures({"router", "--data", room_.path().string(), "--split", "10shot", "--plain"});
  ASSERT_FALSE(found.empty()) << process_.err.str();
  EXPECT_GT(found.at("router.accuracy.10shot"), 0.8);
  EXPECT_GE(found.at("router.coverage.97.10shot"), found.at("router.coverage.99.10shot"));
  EXPECT_GT(found.at("router.latency_us.p95.10shot"), 0);
  EXPECT_GT(found.at("router.learn_s.10shot"), 0);
  EXPECT_LE(found.at("router.oos_answered.99.10shot"), 0.5);
  EXPECT_GE(found.at("router.plain.cosine_75.10shot.coverage"), found.at("router.plain.cosine_92.10shot.coverage"));
}

TEST_F(BenchRouter, WithoutWeightsItSaysHowToGetThem) {
  EXPECT_EQ(bench({"router", "--data", room_.path().string(), "--models", "/nowhere"}, process_.surroundings), 1);
  EXPECT_NE(process_.err.str().find("scripts/setup"), std::string::npos) << process_.err.str();
}

TEST(Passes, NeedsEveryCondition) {
  MeaningJudgement judgement;
  judgement.candidates = {{0, 0.8}};
  judgement.margin = 0.5;
  judgement.agrees = true;
  EXPECT_TRUE(passes(judgement, {0.7, 0.4}));
  EXPECT_FALSE(passes(judgement, {0.9, 0.4}));
  EXPECT_FALSE(passes(judgement, {0.7, 0.6}));
  EXPECT_FALSE(passes(judgement, MeaningGate{}));
  judgement.guard = "a date";
  EXPECT_FALSE(passes(judgement, {0.7, 0.4}));
  EXPECT_FALSE(passes({}, {0, 0}));
}

}  // namespace
}  // namespace parley::commands
