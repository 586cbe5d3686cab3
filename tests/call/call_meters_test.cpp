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

TEST(CallMeters, TellsOfEveryLayerHowLongItTookAndWhatItCost) {
  test::PlainMeters meters;
  CallMeters calls(meters);
  TurnRecord turn;
  turn.timings.route = 2;
  turn.decision = RecordedDecision{"1b", "meaning", "hours", 1, {}, 0.0001, 0.01};
  calls.turn_told(turn);
  turn.timings.llm_ttft = 700;
  turn.decision = RecordedDecision{"2", "model", "", 1, {}, 0.01, 0};
  calls.turn_told(turn);
  const auto total = [&](const char* name, const char* layer) {
    return meters.counter(name, "", {{"layer", layer}}).value();
  };
  EXPECT_EQ(meters.counter("parley_router_decisions_total", "", {{"layer", "1b"}, {"method", "meaning"}}).value(), 1U);
  EXPECT_NEAR(meters.histogram("parley_router_seconds", "", {}, {{"layer", "1b"}}).sum_seconds(), 0.002, 1e-9);
  EXPECT_NEAR(meters.histogram("parley_router_seconds", "", {}, {{"layer", "2"}}).sum_seconds(), 0.7, 1e-9);
  EXPECT_EQ(total("parley_router_cost_microdollars_total", "1b"), 100U);
  EXPECT_EQ(total("parley_router_saved_microdollars_total", "1b"), 10000U);
  EXPECT_EQ(total("parley_router_cost_microdollars_total", "2"), 10000U);
  EXPECT_EQ(total("parley_router_saved_microdollars_total", "2"), 0U);
}

}  // namespace
