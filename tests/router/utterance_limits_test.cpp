// SPDX-License-Identifier: Apache-2.0
#include "parley/router/utterance_limits.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

constexpr Instant kStart{std::chrono::hours{7}};
const OrganizationKey kShop{"shop"};
const OrganizationKey kHotel{"hotel"};

int taken(UtteranceLimits& limits, const OrganizationKey& organization, const char* caller, int wanted) {
  int got = 0;
  for (int i = 0; i < wanted; ++i) got += limits.take(organization, caller, kStart) ? 1 : 0;
  return got;
}

TEST(UtteranceLimits, HoldACallerAtOneOrganization) {
  UtteranceLimits limits({10, 100});
  EXPECT_EQ(taken(limits, kShop, "+1", 50), 10);
  EXPECT_EQ(taken(limits, kShop, "+2", 50), 10) << "another caller has their own";
  EXPECT_EQ(taken(limits, kHotel, "+1", 50), 10) << "and so at another organization";
  EXPECT_TRUE(limits.take(kShop, "+1", kStart + 6s));
  EXPECT_FALSE(limits.take(kShop, "+1", kStart + 6s));
}

TEST(UtteranceLimits, HoldAnOrganizationWhoeverCalls) {
  UtteranceLimits limits({10, 25});
  EXPECT_EQ(taken(limits, kShop, "+1", 50), 10);
  EXPECT_EQ(taken(limits, kShop, "+2", 50), 10) << "what the first was refused cost the organization nothing";
  EXPECT_EQ(taken(limits, kShop, "+3", 50), 5);
  EXPECT_EQ(taken(limits, kHotel, "+3", 50), 10);
}

TEST(UtteranceLimits, CallersWithoutANumberShareTheOrganizations) {
  UtteranceLimits limits({10, 25});
  EXPECT_EQ(taken(limits, kShop, "", 50), 25);
}

TEST(UtteranceLimits, ZeroIsNoLimit) {
  UtteranceLimits limits({0, 0});
  EXPECT_EQ(taken(limits, kShop, "+1", 5000), 5000);
}

TEST(UtteranceLimits, AFloodOfNumbersIsHeldByTheOrganizations) {
  UtteranceLimits limits({10, 100}, 8);
  int got = 0;
  for (int caller = 0; caller < 1000; ++caller) got += limits.take(kShop, std::to_string(caller), kStart) ? 1 : 0;
  EXPECT_EQ(got, 100);
}

TEST(SameAgain, CountsWhatIsSaidInARow) {
  SameAgain again;
  EXPECT_EQ(again.said("What are your hours?"), 1U);
  EXPECT_EQ(again.said("um, what are ur hours"), 2U);
  EXPECT_EQ(again.said("what are your hours"), 3U);
  EXPECT_EQ(again.said("the address"), 1U);
  EXPECT_EQ(again.said("what are your hours"), 1U);
}

}  // namespace
