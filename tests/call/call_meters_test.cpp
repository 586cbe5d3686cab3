// SPDX-License-Identifier: Apache-2.0
#include "parley/call/call_meters.hpp"

#include <gtest/gtest.h>

#include "support/plain_meters.hpp"

using namespace parley;

namespace {

TEST(CallMeters, CountsEndsByTheirReason) {
  test::PlainMeters meters;
  CallMeters calls(meters);
  calls.call_ended(CallEnd::silence);
  calls.call_ended(CallEnd::silence);
  EXPECT_EQ(meters.counter("parley_calls_total", "", {{"reason", "silence"}}).value(), 2U);
}

TEST(CallMeters, TimesOnlyTheStagesThatHappened) {
  test::PlainMeters meters;
  CallMeters calls(meters);
  TurnRecord turn;
  turn.timings.e2e = 312;
  turn.decision = RecordedDecision{"1a", "keyword", "hours", 1, {}, 0, 0};
  calls.turn_told(turn);
  EXPECT_NEAR(calls.e2e.sum_seconds(), 0.312, 1e-6);
  EXPECT_EQ(calls.tts_ttfb.sum_seconds(), 0);
  EXPECT_EQ(meters.counter("parley_turns_total", "", {{"layer", "1a"}, {"method", "keyword"}}).value(), 1U);
}

}  // namespace
