// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "intent_room.hpp"

namespace parley::commands {
namespace {

using BenchStrangers = test::IntentRoom;

TEST_F(BenchStrangers, TellsKnownMinedAndUnseenKindsApart) {
  if (!weights()) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  const auto found = figures({"strangers", "--data", room_.path().string(), "--withheld", "2", "--draws", "1"});
  ASSERT_FALSE(found.empty()) << process_.err.str();
  for (const auto* count : {"0", "100", "1000"}) {
    const auto suffix = std::string("97.10shot.") + count;
    EXPECT_TRUE(found.contains("strangers.coverage." + suffix)) << suffix;
    EXPECT_TRUE(found.contains("strangers.answered_of_mined_kinds." + suffix)) << suffix;
    EXPECT_TRUE(found.contains("strangers.answered_of_unseen_kinds." + suffix)) << suffix;
  }
}

}  // namespace
}  // namespace parley::commands
