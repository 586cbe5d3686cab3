// SPDX-License-Identifier: Apache-2.0
#include "typing_slips.hpp"

#include <gtest/gtest.h>

#include <set>

namespace parley::commands {
namespace {

TEST(TypingSlips, AreDrawnBySeedAndStaySmall) {
  const std::string said = "what are your opening hours";
  std::mt19937 one(7);
  std::mt19937 other(7);
  std::set<std::string> kinds;
  for (int i = 0; i < 200; ++i) {
    const auto slipped = with_slips(said, one);
    EXPECT_EQ(slipped, with_slips(said, other));
    EXPECT_NEAR(static_cast<double>(slipped.size()), static_cast<double>(said.size()), 1);
    kinds.insert(slipped);
  }
  EXPECT_GT(kinds.size(), 40U);
}

TEST(TypingSlips, ShortWordsAreLeftAlone) {
  std::mt19937 random(7);
  EXPECT_EQ(with_slips("is it on", random), "is it on");
  EXPECT_EQ(with_slips("", random), "");
}

}  // namespace
}  // namespace parley::commands
