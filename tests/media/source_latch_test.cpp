// SPDX-License-Identifier: Apache-2.0
#include "parley/media/source_latch.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr int kAnnounced = 1;
constexpr int kBehindNat = 2;
constexpr int kStranger = 3;
constexpr std::uint32_t kStream = 77;

struct Line {
  SourceLatch<int> latch;
  Instant now{std::chrono::hours{1}};
  Line() { latch.expect(kAnnounced); }
  bool comes(int from, std::uint32_t ssrc = kStream, int after_ms = 20) {
    now += std::chrono::milliseconds{after_ms};
    return latch.admit(from, ssrc, now);
  }
  void lock(int from) {
    for (int n = 0; n < 3; ++n) comes(from);
    ASSERT_EQ(latch.target(), from);
  }
};

TEST(SourceLatch, SendsToTheAnnouncedAddressFirst) {
  Line line;
  EXPECT_EQ(line.latch.target(), kAnnounced);
  EXPECT_FALSE(line.latch.locked());
}

TEST(SourceLatch, FollowsTheSourceThatReallySendsAfterThreePackets) {
  Line line;
  EXPECT_TRUE(line.comes(kBehindNat));
  EXPECT_TRUE(line.comes(kBehindNat));
  EXPECT_EQ(line.latch.target(), kAnnounced);
  EXPECT_TRUE(line.comes(kBehindNat));
  EXPECT_EQ(line.latch.target(), kBehindNat);
  EXPECT_TRUE(line.latch.locked());
}

TEST(SourceLatch, IsLockedAgainstStrangersWhileItsSourceSends) {
  Line line;
  line.lock(kBehindNat);
  for (int n = 0; n < 100; ++n) {
    EXPECT_FALSE(line.comes(kStranger, 99, 10));
    EXPECT_TRUE(line.comes(kBehindNat, kStream, 10));
  }
  EXPECT_FALSE(line.comes(kAnnounced));
  EXPECT_EQ(line.latch.target(), kBehindNat);
}

TEST(SourceLatch, AStrangerCannotPushTheFirstSourceAside) {
  Line line;
  EXPECT_TRUE(line.comes(kBehindNat));
  EXPECT_FALSE(line.comes(kStranger, 99));
  EXPECT_TRUE(line.comes(kBehindNat));
  EXPECT_FALSE(line.comes(kStranger, 99));
  EXPECT_TRUE(line.comes(kBehindNat));
  EXPECT_EQ(line.latch.target(), kBehindNat);
}

TEST(SourceLatch, TheAnnouncedSourcePushesAStrangerAside) {
  Line line;
  EXPECT_TRUE(line.comes(kStranger, 99));
  EXPECT_TRUE(line.comes(kAnnounced));
  EXPECT_FALSE(line.comes(kStranger, 99));
  line.comes(kAnnounced);
  line.comes(kAnnounced);
  EXPECT_EQ(line.latch.target(), kAnnounced);
}

TEST(SourceLatch, ALonelyFirstPacketDoesNotKeepTheRealSourceOut) {
  Line line;
  EXPECT_TRUE(line.comes(kStranger, 99));
  EXPECT_TRUE(line.comes(kBehindNat, kStream, 250));
}

TEST(SourceLatch, FollowsItsStreamToANewPortQuickly) {
  Line line;
  line.lock(kBehindNat);
  EXPECT_FALSE(line.comes(kStranger, kStream, 100));
  EXPECT_FALSE(line.comes(kStranger, kStream, 150));
  EXPECT_FALSE(line.comes(kStranger, kStream, 20));
  EXPECT_TRUE(line.comes(kStranger, kStream, 20));
  EXPECT_EQ(line.latch.target(), kStranger);
}

TEST(SourceLatch, FollowsANewStreamOnlyAfterASecondOfSilence) {
  Line line;
  line.lock(kBehindNat);
  EXPECT_FALSE(line.comes(kStranger, 99, 900));
  for (int n = 0; n < 4; ++n) EXPECT_FALSE(line.comes(kStranger, 99, 20));
  EXPECT_EQ(line.latch.target(), kBehindNat);
  EXPECT_FALSE(line.comes(kStranger, 99, 100));
  EXPECT_FALSE(line.comes(kStranger, 99));
  EXPECT_TRUE(line.comes(kStranger, 99));
  EXPECT_EQ(line.latch.target(), kStranger);
}

TEST(SourceLatch, ItsOwnSourceMayChangeItsStream) {
  Line line;
  line.lock(kBehindNat);
  EXPECT_TRUE(line.comes(kBehindNat, 1234));
}

TEST(SourceLatch, StartsAnewWithANewAnnouncement) {
  Line line;
  line.lock(kBehindNat);
  line.latch.expect(9);
  EXPECT_EQ(line.latch.target(), 9);
  EXPECT_TRUE(line.comes(9, 5));
}

TEST(SourceLatch, WithoutAnAnnouncementSendsNowhereUntilSomeoneCame) {
  SourceLatch<int> latch;
  latch.expect(std::nullopt);
  EXPECT_FALSE(latch.target());
  for (int n = 0; n < 3; ++n) EXPECT_TRUE(latch.admit(4, 1, Instant{} + std::chrono::milliseconds{20 * n}));
  EXPECT_EQ(latch.target(), 4);
}

}  // namespace
}  // namespace parley
