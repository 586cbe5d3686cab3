// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/place_calls.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "scripted_server.hpp"

namespace parley::peer {
namespace {

using namespace std::chrono_literals;
using test::ScriptedServer;
using test::ServerScript;

CallPlan plan_for(const ScriptedServer& server) {
  CallPlan plan;
  plan.target = server.target();
  plan.agent_silence = 100ms;
  plan.longest_wait = 2s;
  return plan;
}

std::size_t count(const ScriptedServer& server, const std::string& method) {
  return static_cast<std::size_t>(std::count_if(server.requests.begin(), server.requests.end(),
                                                [&](const SipMessage& request) { return request.method == method; }));
}

TEST(PlaceCalls, ACallIsAnsweredGreetedAskedAndLeft) {
  ScriptedServer server({});
  auto plan = plan_for(server);
  plan.inputs.push_back(PlannedInput::say("a question", test::tone(200, 40)));
  plan.keep_audio = true;
  const auto reports = place_calls({plan}, {});
  server.stop();

  ASSERT_EQ(reports.size(), 1u);
  const auto& report = reports[0];
  EXPECT_EQ(report.problem, "");
  EXPECT_EQ(report.end, CallOutcome::local);
  EXPECT_EQ(report.sip_status, 200);
  EXPECT_EQ(report.call_id, "call-of-test");
  ASSERT_TRUE(report.greeting_audio);
  EXPECT_LT(*report.greeting_audio, 100ms);
  ASSERT_EQ(report.turns.size(), 1u);
  const auto& turn = report.turns[0];
  EXPECT_EQ(turn.input, "a question");
  ASSERT_TRUE(turn.gap());
  // The server replies to the fifth silent packet behind the last voiced one.
  EXPECT_GE(*turn.gap(), 60ms);
  EXPECT_LE(*turn.gap(), 160ms);
  EXPECT_GT(*turn.reply_end - *turn.reply_audio, 180ms);
  EXPECT_FALSE(turn.interrupted);
  EXPECT_EQ(report.rtp.lost, 0u);
  EXPECT_GT(report.rtp.received, 25u);
  EXPECT_EQ(count(server, "ACK"), 1u);
  EXPECT_EQ(count(server, "BYE"), 1u);
  EXPECT_TRUE(VoiceGate().find(report.spoken));
  EXPECT_TRUE(VoiceGate().find(report.heard));
}

TEST(PlaceCalls, AServerThatLeavesIsARemoteEnd) {
  ServerScript script;
  script.leaves = true;
  ScriptedServer server(script);
  auto plan = plan_for(server);
  plan.inputs.push_back(PlannedInput::say("goodbye", test::tone(100)));
  plan.inputs.push_back(PlannedInput::wait(5s));
  const auto reports = place_calls({plan}, {});
  server.stop();
  EXPECT_EQ(reports[0].end, CallOutcome::remote);
  EXPECT_EQ(count(server, "BYE"), 0u);
}

TEST(PlaceCalls, ARefusedCallSaysWhyAndIsAcknowledged) {
  ServerScript script;
  script.refuse_with = 404;
  ScriptedServer server(script);
  const auto reports = place_calls({plan_for(server)}, {});
  server.stop();
  EXPECT_EQ(reports[0].end, CallOutcome::failed);
  EXPECT_EQ(reports[0].sip_status, 404);
  EXPECT_NE(reports[0].problem.find("nobody owns the called number"), std::string::npos);
  EXPECT_EQ(count(server, "ACK"), 1u);
}

TEST(PlaceCalls, ALostInviteIsSentAgain) {
  ServerScript script;
  script.ignored_invites = 1;
  ScriptedServer server(script);
  const auto reports = place_calls({plan_for(server)}, {});
  server.stop();
  EXPECT_EQ(reports[0].sip_status, 200);
  EXPECT_EQ(count(server, "INVITE"), 2u);
}

TEST(PlaceCalls, DigitsReachTheServerAsEventsWithThreeEnds) {
  ScriptedServer server({});
  auto plan = plan_for(server);
  plan.inputs.push_back(PlannedInput::press("5#"));
  plan.longest_wait = 300ms;
  const auto reports = place_calls({plan}, {});
  server.stop();
  ASSERT_EQ(reports[0].turns.size(), 1u);
  std::vector<std::uint8_t> ends;
  for (std::size_t i = 0; i + 1 < server.events.size(); i += 2) {
    if (server.events[i + 1] & 0x80) ends.push_back(server.events[i]);
  }
  EXPECT_EQ(ends, (std::vector<std::uint8_t>{5, 5, 5, 11, 11, 11}));
}

TEST(PlaceCalls, ThirtyCallsAtATimeAllEndWell) {
  ScriptedServer server({});
  auto plan = plan_for(server);
  plan.codec = CallerCodec::pcma;
  plan.inputs.push_back(PlannedInput::say("a question", test::tone(100)));
  CallPace pace;
  pace.concurrency = 30;
  std::size_t done = 0;
  const auto reports =
      place_calls(std::vector<CallPlan>(30, plan), pace, [&](std::size_t, const CallReport&) { ++done; });
  EXPECT_EQ(done, 30u);
  for (const auto& report : reports) {
    EXPECT_EQ(report.end, CallOutcome::local);
    ASSERT_EQ(report.turns.size(), 1u);
    EXPECT_TRUE(report.turns[0].gap());
  }
}

TEST(PlaceCalls, LossLeavesPacketsOutAndJitterKeepsThemAll) {
  ScriptedServer server({});
  auto lossy = plan_for(server);
  lossy.inputs.push_back(PlannedInput::say("a question", test::tone(600)));
  lossy.loss = 0.3;
  auto shaky = lossy;
  shaky.loss = 0;
  shaky.jitter = 30ms;
  CallPace both;
  both.concurrency = 2;
  const auto reports = place_calls({lossy, shaky}, both);
  // One packet comes back for each that arrives.
  EXPECT_LT(reports[0].rtp.sent, 0.9 * static_cast<double>(reports[1].rtp.sent));
  EXPECT_EQ(reports[1].end, CallOutcome::local);
  EXPECT_GE(reports[1].rtp.received + 3, reports[1].rtp.sent);
}

TEST(PlaceCalls, NobodyThereIsSaidAtOnce) {
  CallPlan plan;
  {
    ScriptedServer gone({});
    plan.target = gone.target();
  }
  const auto reports = place_calls({plan}, {});
  EXPECT_EQ(reports[0].end, CallOutcome::failed);
  EXPECT_NE(reports[0].problem.find("is the server running"), std::string::npos);
}

}  // namespace
}  // namespace parley::peer
