// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "intent_room.hpp"

namespace parley::commands {
namespace {

using BenchRefit = test::IntentRoom;

TEST_F(BenchRefit, MeasuresLearningByTheNumberOfExamples) {
  if (!weights()) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  const auto found =
      figures({"refit", "--data", room_.path().string(), "--examples", "20", "50", "--organizations", "2"});
  ASSERT_FALSE(found.empty()) << process_.err.str();
  EXPECT_GT(found.at("refit.cpu_s.20"), 0);
  EXPECT_GT(found.at("refit.memory_kib.50"), found.at("refit.memory_kib.20")) << "more than there are sentences";
  EXPECT_GT(found.at("refit.judge_us.p95.50"), 0);
  EXPECT_TRUE(found.contains("refit.small_10000_gib"));
}

}  // namespace
}  // namespace parley::commands
