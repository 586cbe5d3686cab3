// SPDX-License-Identifier: Apache-2.0
#include "parley/router/rollout.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

const OrganizationKey kDemo{"demo"};

RouterRollout share(double percentage) {
  RouterRollout rollout;
  rollout.percentage = percentage;
  return rollout;
}

std::string caller(int number) { return "+1555" + std::to_string(1000000 + number); }

int taken(const RouterRollout& rollout, const OrganizationKey& organization = kDemo) {
  int taken = 0;
  for (int i = 0; i < 10000; ++i) taken += in_rollout(rollout, organization, caller(i)) ? 1 : 0;
  return taken;
}

TEST(Rollout, HalfOfTenThousandCallersIsHalfAndEachAlwaysTheSame) {
  const auto half = share(50);
  EXPECT_NEAR(taken(half), 5000, 200);
  EXPECT_NEAR(taken(share(10)), 1000, 100);
  EXPECT_NEAR(taken(share(0.5)), 50, 30);
  for (int i = 0; i < 10000; ++i)
    ASSERT_EQ(in_rollout(half, kDemo, caller(i)), in_rollout(half, kDemo, caller(i).substr(1))) << i;
}

TEST(Rollout, WhoIsInStaysInWhenTheShareGrows) {
  for (int i = 0; i < 10000; ++i) {
    if (!in_rollout(share(20), kDemo, caller(i))) continue;
    ASSERT_TRUE(in_rollout(share(50), kDemo, caller(i))) << i;
  }
}

TEST(Rollout, NobodyAndEverybodyAreMeantToTheLastCaller) {
  EXPECT_EQ(taken(share(0)), 0);
  EXPECT_EQ(taken(share(100)), 10000);
}

// A release that changed these would move callers from one side to the other.
TEST(Rollout, SidesArePinned) {
  std::string sides;
  for (int i = 0; i < 32; ++i) sides += in_rollout(share(50), kDemo, caller(i)) ? '1' : '0';
  EXPECT_EQ(sides, "10000001010000111010111001010111");
  EXPECT_EQ(in_rollout(share(50), kDemo, ""), true);
}

TEST(Rollout, AnotherOrganizationDrawsAnew) {
  int different = 0;
  for (int i = 0; i < 10000; ++i)
    different += in_rollout(share(50), kDemo, caller(i)) != in_rollout(share(50), {"other"}, caller(i)) ? 1 : 0;
  EXPECT_NEAR(different, 5000, 300);
}

TEST(Rollout, ListsWinOverTheShareAndTheBlacklistOverTheWhitelist) {
  auto rollout = share(0);
  rollout.whitelist = {"+1 (555) 0100"};
  EXPECT_TRUE(in_rollout(rollout, kDemo, "15550100"));
  EXPECT_FALSE(in_rollout(rollout, kDemo, "15550101"));
  rollout.blacklist = {"1555-0100"};
  EXPECT_FALSE(in_rollout(rollout, kDemo, "+15550100"));
  rollout = share(100);
  rollout.blacklist = {"15550100"};
  EXPECT_FALSE(in_rollout(rollout, kDemo, "+15550100"));
  EXPECT_TRUE(in_rollout(rollout, kDemo, "+15550101"));
}

TEST(Rollout, NumbersAreComparedWithoutWhatPeopleWriteBetweenDigits) {
  EXPECT_EQ(normalised_number("+1 555-01.00"), "15550100");
  EXPECT_EQ(normalised_number("(0)30/1234"), "0301234");
  EXPECT_EQ(normalised_number("demo"), "demo");
  EXPECT_EQ(normalised_number("bob.smith"), "bob.smith");
  EXPECT_EQ(normalised_number("5+5"), "5+5");
  EXPECT_EQ(normalised_number(""), "");
}

}  // namespace
}  // namespace parley
