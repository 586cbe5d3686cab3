// SPDX-License-Identifier: Apache-2.0
#include "report_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace parley::commands {
namespace {

using namespace std::chrono_literals;

peer::CallReport report() {
  peer::CallReport made;
  made.call_id = "0190";
  made.end = peer::CallOutcome::local;
  made.sip_status = 200;
  made.answered = 12ms;
  made.greeting_audio = 40'400us;
  peer::ReportedTurn turn;
  turn.input = "what are your hours";
  turn.end_of_speech = 5230ms;
  turn.reply_audio = 5480ms;
  turn.reply_end = 8100ms;
  made.turns = {turn};
  made.rtp = {412, 405, 0, 21.34, 0.1};
  return made;
}

TEST(ReportJson, HasTheAgreedFields) {
  const auto json = to_json(report());
  EXPECT_EQ(json["call_id"], "0190");
  EXPECT_EQ(json["answered_ms"], 12);
  EXPECT_EQ(json["end"], "local");
  EXPECT_EQ(json["sip_status"], 200);
  EXPECT_EQ(json["greeting_audio_ms"], 40);
  const auto& turn = json["turns"][0];
  EXPECT_EQ(turn["input"], "what are your hours");
  EXPECT_EQ(turn["end_of_speech_ms"], 5230);
  EXPECT_EQ(turn["reply_audio_ms"], 5480);
  EXPECT_EQ(turn["gap_ms"], 250);
  EXPECT_EQ(turn["reply_end_ms"], 8100);
  EXPECT_EQ(turn["interrupted"], false);
  EXPECT_EQ(json["rtp"]["sent"], 412);
  EXPECT_EQ(json["rtp"]["received"], 405);
  EXPECT_EQ(json["rtp"]["lost"], 0);
  EXPECT_EQ(json["rtp"]["interarrival_p99_ms"], 21.3);
}

TEST(ReportJson, WhatDidNotHappenIsNull) {
  peer::CallReport failed;
  failed.problem = "nobody there";
  failed.turns.emplace_back();
  const auto json = to_json(failed);
  EXPECT_EQ(json["end"], "failed");
  EXPECT_TRUE(json["answered_ms"].is_null());
  EXPECT_TRUE(json["greeting_audio_ms"].is_null());
  EXPECT_TRUE(json["turns"][0]["gap_ms"].is_null());
  EXPECT_EQ(json["problem"], "nobody there");
}

TEST(ReportJson, PeopleReadTheSame) {
  const auto text = to_text(report());
  EXPECT_NE(text.find("answered after 12 ms, greeting audio after 40 ms, call 0190"), std::string::npos);
  EXPECT_NE(text.find("gap 250 ms"), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
