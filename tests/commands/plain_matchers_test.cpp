// SPDX-License-Identifier: Apache-2.0
#include "plain_matchers.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

using Words = std::vector<std::string>;

TEST(TokenSetRatio, IsOneWhenOneSetHoldsTheOther) {
  EXPECT_DOUBLE_EQ(token_set_ratio({"your", "hours"}, {"i", "hate", "your", "hours"}), 1) << "why it is not safe";
  EXPECT_DOUBLE_EQ(token_set_ratio({"a", "b"}, {"b", "a"}), 1) << "order does not count";
}

TEST(TokenSetRatio, IsLessForOtherWords) {
  EXPECT_LT(token_set_ratio({"opening", "hours"}, {"credit", "cards"}), 0.5);
  EXPECT_DOUBLE_EQ(token_set_ratio({"x"}, {"y"}), 0);
  EXPECT_DOUBLE_EQ(token_set_ratio({}, {}), 1);
}

}  // namespace
}  // namespace parley::commands
