// SPDX-License-Identifier: Apache-2.0
#include "call_trace.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"

namespace parley {
namespace {

TurnRecord turn_of(std::uint32_t number, TurnTimings timings) {
  TurnRecord turn;
  turn.number = number;
  turn.caller = CallerSaid{"what are your hours", 0.9, 1000, 2500, ""};
  turn.timings = timings;
  return turn;
}

TEST(CallTrace, PutsTheStagesOfATurnBehindEachOther) {
  auto record = test::finished(test::record_of(1));
  record.answered_at = record.started_at + std::chrono::milliseconds{40};
  record.turns = {turn_of(1, {250, 200, 3, std::nullopt, 12, 20, 280})};
  const std::vector<CallSpan> spans = {{0, "ringing", 0, 40},
                                       {0, "talk", 40, 29960},
                                       {1, "caller", 1000, 1500},
                                       {1, "end_of_turn_delay", 2500, 250},
                                       {1, "transcription_delay", 2500, 200},
                                       {1, "route", 2750, 3},
                                       {1, "tts_ttfb", 2753, 12},
                                       {1, "first_audio", 2750, 20},
                                       {1, "e2e", 2500, 280}};
  EXPECT_EQ(call_trace(record), spans);
}

TEST(CallTrace, KnowsNoEndOfACallThatRuns) {
  auto record = test::record_of(1);
  EXPECT_TRUE(call_trace(record).empty()) << "not answered yet";
  record.answered_at = record.started_at;
  TurnRecord unasked;
  unasked.number = 1;
  record.turns = {unasked};
  EXPECT_EQ(call_trace(record), (std::vector<CallSpan>{{0, "ringing", 0, 0}, {0, "talk", 0, std::nullopt}}));
}

TEST(CallTrace, LeavesOutStagesThatDidNotHappen) {
  auto record = test::record_of(1);
  record.turns = {turn_of(3, {})};
  EXPECT_EQ(call_trace(record), (std::vector<CallSpan>{{3, "caller", 1000, 1500}}));
}

}  // namespace
}  // namespace parley
