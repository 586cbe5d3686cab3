// SPDX-License-Identifier: Apache-2.0
#include "call_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace parley {
namespace {

CallRecord running_call() {
  CallRecord record;
  record.id = *CallId::parse("019aa5f0-0000-7000-8000-000000000001");
  record.organization = OrganizationKey{"demo"};
  record.to = "demo";
  record.transport = "sip";
  record.started_at = WallTime{std::chrono::milliseconds{1500}};
  return record;
}

TEST(CallJson, WhatIsAbsentIsNull) {
  EXPECT_EQ(
      to_json(running_call()).dump(),
      R"({"id":"019aa5f0-0000-7000-8000-000000000001","organization":"demo","from":null,"to":"demo",)"
      R"("transport":"sip","node":null,"started_at":"1970-01-01T00:00:01.500Z","answered_at":null,"ended_at":null,)"
      R"("end_reason":null,"recording":null,"greeting":null,"turns":[]})");
}

TEST(CallJson, ATurnHasEveryKeyOfTheContract) {
  auto record = running_call();
  record.from = "+15550123";
  record.answered_at = record.started_at;
  record.ended_at = record.started_at;
  record.end_reason = CallEnd::caller_hung_up;
  record.recording_path = "/secret/place.wav";
  record.greeting = AgentSaid{"Hello.", "Hello.", false};
  TurnRecord turn;
  turn.number = 1;
  turn.caller = CallerSaid{"what are your hours", 0.875, 100, 1200, "12#"};
  turn.decision = RecordedDecision{"1a", "keyword", "hours", 1, {{"hours", "keyword", 0.5}}, 0, 0.01};
  turn.reply = AgentSaid{"We are open.", "We are", true};
  turn.timings.end_of_turn_delay = 240;
  turn.timings.e2e = 312.5;
  record.turns = {turn, TurnRecord{}};
  const auto json = to_json(record);
  EXPECT_EQ(json["recording"], "/v1/calls/019aa5f0-0000-7000-8000-000000000001/recording");
  EXPECT_EQ(json["end_reason"], "caller_hung_up");
  EXPECT_EQ(json.dump().find("secret"), std::string::npos);
  EXPECT_EQ(
      json["turns"][0].dump(),
      R"({"number":1,"caller":{"text":"what are your hours","confidence":0.875,"started_ms":100,"ended_ms":1200,)"
      R"("dtmf":"12#"},"decision":{"layer":"1a","method":"keyword","pattern":"hours","confidence":1.0,)"
      R"("candidates":[{"pattern":"hours","method":"keyword","confidence":0.5}],"cost_usd":0.0,"saved_usd":0.01},)"
      R"("reply":{"text":"We are open.","heard_text":"We are","interrupted":true},)"
      R"("timings_ms":{"end_of_turn_delay":240.0,"transcription_delay":null,"route":null,"llm_ttft":null,)"
      R"("tts_ttfb":null,"first_audio":null,"e2e":312.5}})");
  EXPECT_TRUE(json["turns"][1]["caller"].is_null() && json["turns"][1]["decision"].is_null());
}

TEST(CallJson, ADecisionExplainsItself) {
  TurnRecord turn;
  turn.decision =
      RecordedDecision{"fallback", "fallback", "", 0, {{"hours", "meaning", 0.5, "its score is low"}}, 0, 0};
  turn.decision->normalised = "when are you there";
  turn.decision->gates = {{"scope", 0.5, 0.75, false}, {"guard", 0, 1, false, "a number"}};
  turn.decision->shadow = "hours";
  turn.decision->evidence = "90 own examples";
  EXPECT_EQ(to_json(turn)["decision"].dump(),
            R"({"layer":"fallback","method":"fallback","pattern":null,"confidence":0.0,)"
            R"("candidates":[{"pattern":"hours","method":"meaning","confidence":0.5,"lost":"its score is low"}],)"
            R"("cost_usd":0.0,"saved_usd":0.0,"normalised":"when are you there",)"
            R"("gates":[{"name":"scope","value":0.5,"threshold":0.75,"passed":false},)"
            R"({"name":"guard","value":0.0,"threshold":1.0,"passed":false,"reason":"a number"}],)"
            R"("shadow":"hours","evidence":"90 own examples"})");
}

TEST(CallJson, ACallbackSaysWhoAndAboutWhat) {
  Callback callback;
  callback.call = running_call().id;
  callback.organization = OrganizationKey{"demo"};
  callback.number = "+15550123";
  EXPECT_EQ(to_json(callback).dump(),
            R"({"id":"00000000-0000-0000-0000-000000000000","call_id":"019aa5f0-0000-7000-8000-000000000001",)"
            R"("organization":"demo","number":"+15550123",)"
            R"("heard":null,"state":"open","asked_at":"1970-01-01T00:00:00.000Z"})");
}

}  // namespace
}  // namespace parley
