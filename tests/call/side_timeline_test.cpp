// SPDX-License-Identifier: Apache-2.0
#include "side_timeline.hpp"

#include <gtest/gtest.h>

using namespace parley;
using namespace std::chrono_literals;

namespace {

TEST(SideTimeline, DoesNotTearSpeechForTheSakeOfJitter) {
  SideTimeline side(Instant{});
  EXPECT_EQ(side.place(Instant{} + 20ms, 160).samples, 0);
  EXPECT_EQ(side.place(Instant{} + 75ms, 160).samples, 160);
  EXPECT_EQ(side.place(Instant{} + 76ms, 160).samples, 320);
}

TEST(SideTimeline, FollowsAGap) {
  SideTimeline side(Instant{});
  side.place(Instant{} + 20ms, 160);
  EXPECT_EQ(side.place(Instant{} + 1000ms, 160).samples, 8000);
  EXPECT_EQ(side.place(Instant{} + 1020ms, 160).samples, 8160);
}

TEST(SideTimeline, NeverGoesBack) {
  SideTimeline side(Instant{});
  side.place(Instant{} + 1s, 160);
  EXPECT_GE(side.place(Instant{} + 500ms, 160).samples, 8160);
}

}  // namespace
