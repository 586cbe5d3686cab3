// SPDX-License-Identifier: Apache-2.0
// A browser's call from ready to ended: what the page is told, and what a client that misbehaves gets.
#include "browser_caller.hpp"

#include "browser_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

class BrowserCallerTest : public BrowserScene {
 protected:
  // Until the greeting was said.
  void greeted() {
    ASSERT_TRUE(call());
    talk(2s);
  }
  json ended() const {
    const auto found = client->all("ended");
    return found.empty() ? json() : found.front();
  }
};

TEST_F(BrowserCallerTest, TheGreetingBeginsWithTheCallersFirstAudio) {
  ASSERT_TRUE(call());
  pass(1s);
  EXPECT_TRUE(client->audio.empty()) << "nobody listens yet";
  talk(500ms);
  EXPECT_GT(client->audio.size(), 20U);
  EXPECT_EQ(client->all("greeting").size(), 1U);
  EXPECT_EQ(client->all("greeting")[0]["text"], scene_organization()->greeting);
}

TEST_F(BrowserCallerTest, TellsTheTurnAsItHappens) {
  greeted();
  talk(800ms, true);
  ear.hears("what are your hours");
  talk(3s);
  ASSERT_TRUE(client->told("transcript"));
  EXPECT_EQ(client->all("transcript")[0]["text"], "what are your hours");
  EXPECT_EQ(client->all("transcript")[0]["final"], false);
  EXPECT_EQ(client->all("transcript").back()["final"], true);
  const auto voices = client->all("voice");
  ASSERT_GE(voices.size(), 2U);
  EXPECT_EQ(voices[0]["speaking"], true);
  EXPECT_EQ(voices[1]["speaking"], false);
  const auto turns = client->all("turn");
  ASSERT_FALSE(turns.empty());
  const auto& turn = turns.back()["turn"];
  EXPECT_EQ(turn["number"], 1);
  EXPECT_EQ(turn["caller"]["text"], "what are your hours");
  EXPECT_EQ(turn["decision"]["pattern"], "hours");
  EXPECT_EQ(turn["decision"]["layer"], "1a");
  EXPECT_EQ(turn["reply"]["text"], scene_organization()->patterns[0].reply);
  EXPECT_FALSE(turn["timings_ms"]["e2e"].is_null());
  bool spoke = false;
  for (const auto& event : client->all("agent")) spoke = spoke || event["activity"] == "speaking";
  EXPECT_TRUE(spoke);
  std::int64_t last = 0;
  for (const auto& text : client->texts) {
    const auto event = json::parse(text);
    if (!event.contains("at_ms")) continue;
    EXPECT_GE(event["at_ms"].get<std::int64_t>(), last);
    last = event["at_ms"].get<std::int64_t>();
  }
}

TEST_F(BrowserCallerTest, AnInterruptionClearsWhatTheLoudspeakerHolds) {
  ASSERT_TRUE(call());
  talk(300ms);
  talk(1200ms, true);
  ear.hears("what are your hours");
  talk(3s);
  ASSERT_TRUE(client->told("clear"));
  EXPECT_GE(client->all("clear").front()["generation"], 2);
  EXPECT_EQ(client->audio.back()[0], static_cast<char>(client->all("clear").back()["generation"].get<int>()));
}

TEST_F(BrowserCallerTest, TellsFiguresOnceASecond) {
  greeted();
  talk(1s, true);
  const auto told = client->all("media");
  ASSERT_GE(told.size(), 2U);
  EXPECT_NEAR(told.back()["caller_dbfs"].get<double>(), -12.2, 1);
  EXPECT_GT(told.back()["received_ms"], 2000);
  EXPECT_GT(told.back()["sent_ms"], 500);
  EXPECT_EQ(told.back()["malformed"], 0);
}

TEST_F(BrowserCallerTest, HangingUpEndsTheCallWithoutWaitingForLastWords) {
  ASSERT_TRUE(call());
  talk(400ms);
  client->say({{"type", "hang_up"}});
  pass(20ms);
  EXPECT_EQ(ended()["reason"], "caller_hung_up");
  EXPECT_TRUE(ended()["detail"].is_null());
  EXPECT_EQ(ended()["call_id"], newest().id.to_string());
  EXPECT_EQ(client->close_code, WebSocketClose::normal);
  pass(20ms);
  EXPECT_EQ(newest().end_reason, CallEnd::caller_hung_up);
  EXPECT_EQ(slots.taken(), 0U);
  EXPECT_TRUE(client->dropped);
}

TEST_F(BrowserCallerTest, ClosingTheSocketHangsUp) {
  greeted();
  client->leave();
  pass(20ms);
  EXPECT_EQ(newest().end_reason, CallEnd::caller_hung_up);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(BrowserCallerTest, TheFarewellIsHeardBeforeTheSocketCloses) {
  greeted();
  talk(600ms, true);
  ear.hears("good bye");
  // From here on the client's loudspeaker stands still: nothing is acknowledged.
  for (int i = 0; i < 150; ++i) {
    pass(20ms);
    client->say_binary(audio(320, false));
  }
  EXPECT_FALSE(client->close_code) << "three words wait in the client";
  acknowledge();
  pass(20ms);
  EXPECT_EQ(client->close_code, WebSocketClose::normal);
  EXPECT_EQ(ended()["reason"], "agent_finished");
}

TEST_F(BrowserCallerTest, KeysReachTheCall) {
  greeted();
  client->say({{"type", "dtmf"}, {"digit", "0"}});
  talk(2s);
  ASSERT_TRUE(client->told("turn"));
  EXPECT_EQ(client->all("turn").back()["turn"]["caller"]["dtmf"], "0");
}

TEST_F(BrowserCallerTest, ASecondHelloEndsTheCall) {
  greeted();
  client->say(hello());
  pass(20ms);
  EXPECT_EQ(ended()["reason"], "rejected");
  EXPECT_FALSE(ended()["remedy"].is_null());
  EXPECT_EQ(client->close_code, WebSocketClose::protocol_error);
  EXPECT_EQ(client->close_reason, "bad_message");
  pass(20ms);
  EXPECT_EQ(newest().end_reason, CallEnd::rejected);
}

TEST_F(BrowserCallerTest, NonsenseIsCountedToldOnceAndEndsTheCallAtTheFiftieth) {
  greeted();
  const auto nonsense = [&](int count) {
    for (int i = 0; i < count; ++i) {
      switch (i % 5) {
        case 0:
          client->say_text("{");
          break;
        case 1:
          client->say({{"type", "sing"}});
          break;
        case 2:
          client->say({{"type", "played"}, {"generation", 9}, {"position", 1}});
          break;
        case 3:
          client->say({{"type", "dtmf"}, {"digit", "x"}});
          break;
        default:
          client->say_text(std::string(5000, ' '));
          break;
      }
    }
    pass(20ms);
  };
  nonsense(49);
  EXPECT_EQ(client->all("notice").size(), 1U);
  EXPECT_EQ(client->all("notice")[0]["code"], "bad_message");
  EXPECT_FALSE(client->close_code);
  nonsense(1);
  EXPECT_EQ(client->close_code, WebSocketClose::protocol_error);
  EXPECT_EQ(counted("parley_browser_faults_total", {{"fault", "bad_message"}, {"ended", "true"}}), 1U);
}

TEST_F(BrowserCallerTest, AudioOf48000ThatWasDeclaredAs16000EndsTheCall) {
  greeted();
  for (int i = 0; i < 150 && !client->close_code; ++i) {
    pass(20ms);
    client->say_binary(audio(960, true));
    acknowledge();
  }
  ASSERT_TRUE(client->told("notice"));
  EXPECT_EQ(client->all("notice")[0]["code"], "too_fast");
  EXPECT_EQ(ended()["reason"], "rejected");
  EXPECT_NE(ended()["remedy"].get<std::string>().find("48 kHz"), std::string::npos);
  EXPECT_EQ(client->close_code, WebSocketClose::policy);
  EXPECT_EQ(client->close_reason, "too_fast");
}

TEST_F(BrowserCallerTest, OddAudioEndsTheCallAtTheFiftieth) {
  greeted();
  for (int i = 0; i < 50; ++i) client->say_binary("odd");
  pass(20ms);
  EXPECT_EQ(client->close_reason, "bad_audio");
}

TEST_F(BrowserCallerTest, ASilentClientIsToldSoAndEnded) {
  ASSERT_TRUE(call());
  pass(6s);
  ASSERT_TRUE(client->told("notice"));
  EXPECT_EQ(client->all("notice")[0]["code"], "no_audio");
  pass(25s);
  EXPECT_EQ(ended()["reason"], "no_media");
  EXPECT_FALSE(ended()["remedy"].is_null());
  pass(20ms);
  EXPECT_EQ(newest().end_reason, CallEnd::no_media);
}

TEST_F(BrowserCallerTest, AClientThatPlaysNothingIsEnded) {
  ASSERT_TRUE(call());
  const auto send = [&](std::chrono::milliseconds span, bool loud) {
    for (auto passed = 0ms; passed < span && !client->close_code; passed += 20ms) {
      pass(20ms);
      client->say_binary(audio(320, loud));
    }
  };
  send(2s, false);
  for (int i = 0; i < 12 && !client->close_code; ++i) {
    send(800ms, true);
    ear.hears("what are your hours");
    send(3s, false);
  }
  EXPECT_EQ(client->close_reason, "too_slow");
  EXPECT_EQ(ended()["reason"], "no_media");
}

TEST_F(BrowserCallerTest, ANodeThatClosesSaysGoodBye) {
  greeted();
  floor->close();
  talk(3s);
  EXPECT_EQ(ended()["reason"], "shutdown");
  EXPECT_EQ(client->close_code, WebSocketClose::normal);
}

}  // namespace
