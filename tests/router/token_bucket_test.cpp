// SPDX-License-Identifier: Apache-2.0
#include "token_bucket.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

constexpr Instant kStart{std::chrono::hours{7}};

int taken(TokenBucket& bucket, Instant now, int wanted) {
  int got = 0;
  for (int i = 0; i < wanted && bucket.has_token(now); ++i, ++got) bucket.take();
  return got;
}

TEST(TokenBucket, GivesAMinutesWorthAtOnceAndThenTheRate) {
  TokenBucket bucket(60, kStart);
  EXPECT_EQ(taken(bucket, kStart, 100), 60);
  EXPECT_EQ(taken(bucket, kStart + 500ms, 100), 0);
  EXPECT_EQ(taken(bucket, kStart + 1s, 100), 1);
  EXPECT_EQ(taken(bucket, kStart + 11s, 100), 10);
  EXPECT_EQ(taken(bucket, kStart + 1h, 100), 60) << "no more than a minute's worth is saved";
}

TEST(TokenBucket, AnInstantOfThePastFillsNothing) {
  TokenBucket bucket(60, kStart);
  EXPECT_EQ(taken(bucket, kStart + 10s, 100), 60);
  EXPECT_FALSE(bucket.has_token(kStart));
  EXPECT_EQ(taken(bucket, kStart + 11s, 100), 1) << "and steals nothing";
}

TEST(KeyedBuckets, WhoWasUsedLongestAgoIsForgotten) {
  KeyedBuckets buckets(1, 2);
  buckets.of("a", kStart)->take();
  buckets.of("b", kStart)->take();
  EXPECT_FALSE(buckets.of("a", kStart)->has_token(kStart));
  EXPECT_TRUE(buckets.of("c", kStart)->has_token(kStart));
  EXPECT_EQ(buckets.size(), 2U);
  EXPECT_FALSE(buckets.of("a", kStart)->has_token(kStart)) << "b went, not a";
  EXPECT_TRUE(buckets.of("b", kStart)->has_token(kStart));
}

TEST(KeyedBuckets, ManyKeysDoNotGrowIt) {
  KeyedBuckets buckets(60, 100);
  for (int caller = 0; caller < 10'000; ++caller) buckets.of(std::to_string(caller), kStart)->take();
  EXPECT_EQ(buckets.size(), 100U);
}

TEST(KeyedBuckets, WithoutARateNothingIsKept) {
  KeyedBuckets buckets(0, 100);
  EXPECT_EQ(buckets.of("a", kStart), nullptr);
  EXPECT_EQ(buckets.size(), 0U);
}

}  // namespace
