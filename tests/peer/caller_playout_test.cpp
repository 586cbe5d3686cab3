// SPDX-License-Identifier: Apache-2.0
#include "caller_playout.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

using namespace std::chrono_literals;

std::vector<std::int16_t> piece(std::chrono::milliseconds length) {
  return std::vector<std::int16_t>(static_cast<std::size_t>(length.count()) * 8, 100);
}

TEST(CallerPlayout, PlaysInOrderAndInRealTime) {
  CallerPlayout playout;
  playout.add(piece(20ms), 1000ms);
  playout.add(piece(20ms), 1000ms);
  playout.mark("a", 1000ms);
  playout.add(piece(20ms), 1100ms);
  EXPECT_EQ(playout.next(1000ms)->begins, CallTime(1000ms));
  EXPECT_FALSE(playout.next(1019ms));
  EXPECT_EQ(playout.next(1020ms)->begins, CallTime(1020ms));
  EXPECT_FALSE(playout.next(1039ms)) << "a mark is reached when all before it was played";
  EXPECT_EQ(playout.next(1040ms)->mark, "a");
  EXPECT_FALSE(playout.next(1099ms)) << "what arrives after a pause sounds when it arrives";
  EXPECT_EQ(playout.next(1200ms)->begins, CallTime(1100ms));
  EXPECT_TRUE(playout.empty());
}

TEST(CallerPlayout, ClearGivesTheMarksBackAndTheTimeToo) {
  CallerPlayout playout;
  playout.add(piece(1000ms), 0ms);
  playout.mark("a", 0ms);
  playout.add(piece(1000ms), 0ms);
  playout.mark("b", 0ms);
  playout.next(10ms);
  EXPECT_EQ(playout.clear(10ms), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(playout.empty());
  playout.add(piece(20ms), 15ms);
  EXPECT_EQ(playout.next(15ms)->begins, CallTime(15ms));
  playout.mark("c", 100ms);
  EXPECT_EQ(playout.next(100ms)->mark, "c") << "with nothing to play a mark is reached at once";
}

}  // namespace
}  // namespace parley::peer
