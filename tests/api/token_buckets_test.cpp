// SPDX-License-Identifier: Apache-2.0
#include "token_buckets.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;
constexpr Instant kStart{};

TEST(TokenBuckets, LetABurstPassAndThenTheRate) {
  TokenBuckets buckets({10, 3}, 8);
  for (const unsigned left : {2U, 1U, 0U}) {
    const auto verdict = buckets.take("a", kStart);
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.remaining, left);
  }
  const auto refused = buckets.take("a", kStart);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.again_in_s, 1U) << "100 ms, in whole seconds";
  EXPECT_EQ(refused.burst, 3U);
  EXPECT_FALSE(buckets.take("a", kStart + 99ms).allowed);
  EXPECT_TRUE(buckets.take("a", kStart + 200ms).allowed);
}

TEST(TokenBuckets, AreNeverFullerThanTheBurst) {
  TokenBuckets buckets({10, 3}, 8);
  buckets.take("a", kStart);
  EXPECT_EQ(buckets.take("a", kStart + 1h).remaining, 2U);
}

TEST(TokenBuckets, AreOneForEach) {
  TokenBuckets buckets({1, 1}, 8);
  EXPECT_TRUE(buckets.take("a", kStart).allowed);
  EXPECT_FALSE(buckets.take("a", kStart).allowed);
  EXPECT_TRUE(buckets.take("b", kStart).allowed);
}

TEST(TokenBuckets, AreBounded) {
  TokenBuckets buckets({1, 1}, 2);
  buckets.take("a", kStart);
  buckets.take("b", kStart);
  buckets.take("a", kStart);  // seen again: b is the one that goes
  buckets.take("c", kStart);
  EXPECT_EQ(buckets.size(), 2U);
  EXPECT_FALSE(buckets.take("a", kStart).allowed);
  EXPECT_TRUE(buckets.take("b", kStart).allowed);
  EXPECT_EQ(buckets.size(), 2U);
}

TEST(TokenBuckets, TimeThatGoesBackwardsGivesNothing) {
  TokenBuckets buckets({1, 1}, 2);
  buckets.take("a", kStart + 10s);
  EXPECT_FALSE(buckets.take("a", kStart).allowed);
}

TEST(TokenBuckets, ANewRateHoldsAtOnce) {
  TokenBuckets buckets({1, 100}, 2);
  buckets.take("a", kStart);
  buckets.set({1, 2});
  EXPECT_EQ(buckets.take("a", kStart).remaining, 1U);
}

}  // namespace
}  // namespace parley
