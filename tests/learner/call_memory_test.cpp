// SPDX-License-Identifier: Apache-2.0
#include "../../src/learner/call_memory.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

AnsweredTurn turn(std::uint8_t call, const std::string& text, RouteLayer layer = RouteLayer::meaning) {
  Uuid::Bytes bytes{};
  bytes[15] = call;
  AnsweredTurn turn;
  turn.call = CallId(Uuid(bytes));
  turn.text = text;
  turn.decision.layer = layer;
  turn.decision.pattern = layer == RouteLayer::meaning ? "hours" : "";
  return turn;
}

TEST(CallMemoryTest, SeesAComplaintAboutTheTurnBefore) {
  CallMemory memory(10);
  EXPECT_FALSE(memory.next(turn(1, "when do you open")));
  const auto complaint = memory.next(turn(1, "no that is not what i asked"));
  ASSERT_TRUE(complaint);
  EXPECT_EQ(complaint->signal, CallerSignal::corrects);
  EXPECT_EQ(complaint->about.text, "when do you open");
}

TEST(CallMemoryTest, AnotherCallersWordsAreNoComplaint) {
  CallMemory memory(10);
  memory.next(turn(1, "when do you open"));
  EXPECT_FALSE(memory.next(turn(2, "no that is not what i asked")));
}

TEST(CallMemoryTest, WhatLayerTwoSaidIsNotThePatternsFault) {
  CallMemory memory(10);
  memory.next(turn(1, "when do you open", RouteLayer::model));
  EXPECT_FALSE(memory.next(turn(1, "no that is not what i asked")));
}

TEST(CallMemoryTest, IsBounded) {
  CallMemory memory(3);
  for (std::uint8_t call = 0; call < 50; ++call) memory.next(turn(call, "when do you open"));
  EXPECT_LE(memory.size(), 3U);
  memory.forget(turn(49, "").call);
  EXPECT_LE(memory.size(), 2U);
  EXPECT_FALSE(memory.forget(turn(49, "").call));
}

TEST(CallMemoryTest, WhoGoesOnOrHangsUpHasNothingAgainstTheAnswer) {
  CallMemory memory(10);
  memory.next(turn(1, "when do you open"));
  const auto content = memory.next(turn(1, "and where can i park"));
  ASSERT_TRUE(content);
  EXPECT_EQ(content->signal, CallerSignal::none);
  EXPECT_EQ(content->about.text, "when do you open");
  const auto last = memory.forget(turn(1, "").call);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->about.text, "and where can i park");
  memory.next(turn(2, "who won the game", RouteLayer::model));
  EXPECT_FALSE(memory.forget(turn(2, "").call)) << "layer 2 answered it";
}

}  // namespace
}  // namespace parley
