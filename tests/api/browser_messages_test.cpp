// SPDX-License-Identifier: Apache-2.0
#include "browser_messages.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace parley {
namespace {

using nlohmann::json;

std::string refused_as(const std::string& text) {
  const auto read = read_hello(text);
  const auto* refusal = std::get_if<BrowserRefusal>(&read);
  return refusal == nullptr ? "" : refusal->code;
}

TEST(BrowserMessagesTest, ReadsAHello) {
  const auto read = read_hello(
      R"({"type":"hello","protocol":1,"key":"k","organization":"demo","number":null,"sample_rate":8000,"from":"+1555"})");
  const auto* hello = std::get_if<BrowserHello>(&read);
  ASSERT_NE(hello, nullptr);
  EXPECT_EQ(hello->key, "k");
  EXPECT_EQ(hello->organization, "demo");
  EXPECT_EQ(hello->number, "");
  EXPECT_EQ(hello->sample_rate, 8000U);
  EXPECT_EQ(hello->from, "+1555");
}

TEST(BrowserMessagesTest, RefusesAHelloThatIsNoneAndSaysWhy) {
  struct Case {
    std::string text;
    const char* code;
  };
  const Case cases[] = {
      {"", "bad_message"},
      {"{", "bad_message"},
      {"[]", "bad_message"},
      {"\"hello\"", "bad_message"},
      {"{}", "bad_message"},
      {R"({"type":"start"})", "bad_message"},
      {R"({"type":1})", "bad_message"},
      {R"({"type":"hello"})", "wrong_protocol"},
      {R"({"type":"hello","protocol":2,"key":"k","sample_rate":16000})", "wrong_protocol"},
      {R"({"type":"hello","protocol":"1","key":"k","sample_rate":16000})", "wrong_protocol"},
      {R"({"type":"hello","protocol":1,"key":"k"})", "bad_message"},
      {R"({"type":"hello","protocol":1,"key":7,"sample_rate":16000})", "bad_message"},
      {R"({"type":"hello","protocol":1,"key":"k","organization":[],"sample_rate":16000})", "bad_message"},
      {R"({"type":"hello","protocol":1,"key":"k","sample_rate":48000})", "bad_sample_rate"},
      {R"({"type":"hello","protocol":1,"key":"k","sample_rate":0})", "bad_sample_rate"},
      {R"({"type":"hello","protocol":1,"key":"k","sample_rate":-16000})", "bad_message"},
      {R"({"type":"hello","protocol":1,"key":"k","sample_rate":16000.0})", "bad_message"},
      {R"({"type":"hello","protocol":1,"key":"k","sample_rate":99999999999})", "bad_message"},
      {R"({"type":"hello","protocol":1,"key":"k","sample_rate":16000,"from":")" + std::string(65, '5') + "\"}",
       "bad_message"},
      {R"({"type":"hello","protocol":1,"key":")" + std::string(5000, 'k') + R"(","sample_rate":16000})", "bad_message"},
      {std::string(4000, '['), "bad_message"},
      {R"({"type":"hello","protocol":1,"key":"k","sample_rate":16000})", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(refused_as(one.text), one.code) << one.text.substr(0, 90);
}

TEST(BrowserMessagesTest, ReadsWhatAClientMaySay) {
  const auto played = read_browser_message(R"({"type":"played","generation":2,"position":4800})");
  ASSERT_TRUE(std::holds_alternative<PlayedMessage>(played));
  EXPECT_EQ(std::get<PlayedMessage>(played).generation, 2U);
  EXPECT_EQ(std::get<PlayedMessage>(played).position, 4800U);
  const auto key = read_browser_message(R"({"type":"dtmf","digit":"#"})");
  ASSERT_TRUE(std::holds_alternative<DigitMessage>(key));
  EXPECT_EQ(std::get<DigitMessage>(key).digit, '#');
  EXPECT_TRUE(std::holds_alternative<HangUpMessage>(read_browser_message(R"({"type":"hang_up","because":"x"})")));
  EXPECT_TRUE(std::holds_alternative<SecondHello>(read_browser_message(R"({"type":"hello"})")));
}

TEST(BrowserMessagesTest, CallsTheRestBad) {
  for (const char* text : {"", "x", "7", "[{}]", "{}", R"({"type":"bye"})", R"({"type":null})", R"({"type":"dtmf"})",
                           R"({"type":"dtmf","digit":"12"})", R"({"type":"dtmf","digit":5})", R"({"type":"played"})",
                           R"({"type":"played","generation":1})", R"({"type":"played","generation":1,"position":-1})",
                           R"({"type":"played","generation":1,"position":4294967296})", "{\"type\":\"hang_up\"",
                           "\xff\xfe{\"type\":\"hang_up\"}"}) {
    EXPECT_TRUE(std::holds_alternative<BadMessage>(read_browser_message(text))) << text;
  }
  const std::string padded = R"({"type":"hang_up","pad":")" + std::string(4096, ' ') + "\"}";
  EXPECT_TRUE(std::holds_alternative<BadMessage>(read_browser_message(padded))) << "too long";
}

TEST(BrowserMessagesTest, WritesWhatTheProtocolPromises) {
  const auto ready = json::parse(write_ready({"id", "demo", "Demo", 16000, 1, true}));
  EXPECT_EQ(ready, json::parse(R"({"type":"ready","protocol":1,"call_id":"id","sample_rate":16000,"frame_ms":20,
      "organization":{"key":"demo","name":"Demo"},"generation":1,"recorded":true})"));
  EXPECT_EQ(json::parse(write_refused({"full", "No room.", ""})),
            json::parse(R"({"type":"refused","code":"full","detail":"No room.","remedy":null})"));
  EXPECT_EQ(json::parse(write_clear(3)), json::parse(R"({"type":"clear","generation":3})"));
  EXPECT_EQ(json::parse(write_voice(5ms, true)), json::parse(R"({"type":"voice","at_ms":5,"speaking":true})"));
  EXPECT_EQ(json::parse(write_agent(6ms, AgentActivity::paused)),
            json::parse(R"({"type":"agent","at_ms":6,"activity":"paused"})"));
  EXPECT_EQ(json::parse(write_greeting(7ms, "Hi \xff")), json::parse(R"({"type":"greeting","at_ms":7,"text":"Hi �"})"));
  Transcript words;
  words.utterance = 2;
  words.final = true;
  words.text = "when do you open";
  words.confidence = 0.75;
  EXPECT_EQ(json::parse(write_transcript(8ms, words)),
            json::parse(R"({"type":"transcript","at_ms":8,"utterance":2,"final":true,"text":"when do you open",
                "confidence":0.75,"completeness":0.5})"));
  BrowserFigures figures;
  figures.received = 1s;
  figures.caller_dbfs = -20.04;
  EXPECT_EQ(json::parse(write_media(9ms, figures)),
            json::parse(R"({"type":"media","at_ms":9,"received_ms":1000,"sent_ms":0,"unheard_ms":0,"dropped_ms":0,
                "malformed":0,"caller_dbfs":-20.0})"));
  EXPECT_EQ(json::parse(write_ended(10ms, "id", {"caller_hung_up", "", ""})),
            json::parse(R"({"type":"ended","at_ms":10,"reason":"caller_hung_up","detail":null,"remedy":null,
                "call_id":"id"})"));
}

TEST(BrowserMessagesTest, TellsATurnAsTheRecordDoes) {
  TurnRecord turn;
  turn.number = 4;
  turn.caller = CallerSaid{"when do you open", 0.9, 100, 900, ""};
  turn.timings.route = 0.2;
  const auto message = json::parse(write_turn(11ms, turn));
  EXPECT_EQ(message["type"], "turn");
  EXPECT_EQ(message["turn"]["number"], 4);
  EXPECT_EQ(message["turn"]["caller"]["text"], "when do you open");
  EXPECT_EQ(message["turn"]["timings_ms"]["route"], 0.2);
  EXPECT_TRUE(message["turn"]["timings_ms"]["llm_ttft"].is_null());
  EXPECT_TRUE(message["turn"]["reply"].is_null());
}

TEST(BrowserMessagesTest, ExplainsEveryFaultWithARemedy) {
  for (const auto fault : {BrowserFault::no_audio, BrowserFault::bad_audio, BrowserFault::too_fast,
                           BrowserFault::too_slow, BrowserFault::bad_message}) {
    const auto why = explain(fault);
    EXPECT_FALSE(why.code.empty() || why.detail.empty() || why.remedy.empty());
  }
}

}  // namespace
}  // namespace parley
