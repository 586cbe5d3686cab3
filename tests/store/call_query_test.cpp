// SPDX-License-Identifier: Apache-2.0
#include "parley/store/call_query.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

CallRecord example() {
  CallRecord record;
  record.organization = {"demo"};
  record.from = "+15551234567";
  record.to = "demo";
  record.started_at = WallTime(1'000'000ms);
  record.ended_at = WallTime(1'060'000ms);
  record.end_reason = CallEnd::silence;
  TurnRecord turn;
  turn.caller = CallerSaid{"What are your HOURS", 0.9, 0, 0, ""};
  turn.reply = AgentSaid{"We are open from eight", "We are", true};
  record.turns = {turn};
  return record;
}

struct Case {
  const char* what;
  void (*ask)(CallQuery&);
  bool matches;
};

class CallQueries : public testing::TestWithParam<Case> {};

TEST_P(CallQueries, Match) {
  CallQuery query;
  query.organization = {"demo"};
  GetParam().ask(query);
  EXPECT_EQ(matches(query, example()), GetParam().matches) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    All, CallQueries,
    testing::Values(Case{"everything", [](CallQuery&) {}, true},
                    Case{"another organization", [](CallQuery& q) { q.organization = {"other"}; }, false},
                    Case{"a call that is over is not live", [](CallQuery& q) { q.live_only = true; }, false},
                    Case{"digits of the caller", [](CallQuery& q) { q.number = "234567"; }, true},
                    Case{"the called name", [](CallQuery& q) { q.number = "demo"; }, true},
                    Case{"digits of nobody", [](CallQuery& q) { q.number = "999"; }, false},
                    Case{"words of the caller, any case", [](CallQuery& q) { q.text = "your hours"; }, true},
                    Case{"words of the agent", [](CallQuery& q) { q.text = "Open From"; }, true},
                    Case{"words across two sides", [](CallQuery& q) { q.text = "hours we"; }, false},
                    Case{"its end", [](CallQuery& q) { q.end_reason = CallEnd::silence; }, true},
                    Case{"another end", [](CallQuery& q) { q.end_reason = CallEnd::bug; }, false},
                    Case{"from its start on", [](CallQuery& q) { q.from = WallTime(1'000'000ms); }, true},
                    Case{"from later on", [](CallQuery& q) { q.from = WallTime(1'000'001ms); }, false},
                    Case{"before its start", [](CallQuery& q) { q.before = WallTime(1'000'000ms); }, false},
                    Case{"before a moment later", [](CallQuery& q) { q.before = WallTime(1'000'001ms); }, true}));

}  // namespace
}  // namespace parley
