// SPDX-License-Identifier: Apache-2.0
// Who is let in at the browser's door, and what is said to those who are not.
#include "parley/api/browser_door.hpp"

#include "browser_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

class BrowserDoorTest : public BrowserScene {};
class ClosedBrowserDoorTest : public BrowserScene {
 protected:
  ClosedBrowserDoorTest() : BrowserScene(false) {}
};

TEST_F(BrowserDoorTest, APageOfAnotherSiteGets403) {
  const auto verdict = connect("http://evil.example");
  ASSERT_TRUE(verdict.refusal);
  EXPECT_EQ(verdict.refusal->status, 403U);
  EXPECT_NE(verdict.refusal->body.find("foreign_origin"), std::string::npos);
  EXPECT_EQ(counted("parley_browser_refusals_total", {{"code", "foreign_origin"}}), 1U);
  EXPECT_FALSE(connect("http://here:8080").refusal);
  client->leave();
  EXPECT_FALSE(connect("https://console.example").refusal);
}

TEST_F(BrowserDoorTest, ADrainingNodeAnswers503WithRetryAfter) {
  floor->drain();
  const auto verdict = connect();
  ASSERT_TRUE(verdict.refusal);
  EXPECT_EQ(verdict.refusal->status, 503U);
  EXPECT_EQ(verdict.refusal->headers.get("Retry-After"), "5");
}

TEST_F(BrowserDoorTest, AHelloIsAnsweredWithReadyAndTheCallsId) {
  ASSERT_TRUE(call());
  const auto ready = client->all("ready").front();
  EXPECT_EQ(ready["call_id"], newest().id.to_string());
  EXPECT_EQ(ready["organization"]["key"], "scene");
  EXPECT_EQ(ready["sample_rate"], 16000);
  EXPECT_EQ(ready["recorded"], true);
  EXPECT_EQ(newest().transport, "browser");
  EXPECT_EQ(newest().to, "scene");
  EXPECT_EQ(slots.taken(), 1U);
}

TEST_F(BrowserDoorTest, AFirstMessageThatIsNoHelloIsRefused) {
  struct Case {
    bool text;
    std::string first;
    const char* code;
    WebSocketClose close;
  };
  auto wrong_rate = hello();
  wrong_rate["sample_rate"] = 48000;
  auto old = hello();
  old["protocol"] = 0;
  const Case cases[] = {
      {false, audio(320, true), "bad_message", WebSocketClose::protocol_error},
      {true, "{\"type\":", "bad_message", WebSocketClose::protocol_error},
      {true, R"({"type":"hang_up"})", "bad_message", WebSocketClose::protocol_error},
      {true, old.dump(), "wrong_protocol", WebSocketClose::protocol_error},
      {true, wrong_rate.dump(), "bad_sample_rate", WebSocketClose::policy},
  };
  for (const auto& one : cases) {
    connect();
    client->push({one.text, one.first});
    pass(5ms);
    EXPECT_EQ(refusal()["code"], one.code) << one.first.substr(0, 40);
    EXPECT_FALSE(refusal()["remedy"].is_null());
    EXPECT_EQ(client->close_code, one.close);
    EXPECT_EQ(client->close_reason, one.code);
    EXPECT_TRUE(client->dropped) << "the socket is given up once it is closed";
    EXPECT_EQ(slots.taken(), 0U);
  }
  EXPECT_EQ(counted("parley_browser_refusals_total", {{"code", "bad_message"}}), 3U);
}

TEST_F(BrowserDoorTest, WhoSaysNothingIsClosedAfterFiveSeconds) {
  connect();
  pass(4900ms);
  EXPECT_FALSE(client->close_code);
  pass(200ms);
  EXPECT_EQ(refusal()["code"], "no_hello");
  EXPECT_EQ(client->close_code, WebSocketClose::policy);
}

TEST_F(BrowserDoorTest, NoMoreThan64SocketsWaitWithoutAHello) {
  std::vector<ClientSocket*> idle;
  for (int i = 0; i < 64; ++i) {
    ASSERT_FALSE(connect().refusal) << i;
    idle.push_back(client);
  }
  const auto verdict = connect();
  ASSERT_TRUE(verdict.refusal);
  EXPECT_EQ(verdict.refusal->status, 503U);
  idle.front()->leave();
  clock.drain();
  EXPECT_FALSE(connect().refusal);
  client->leave();
  for (auto* one : idle) one->leave();
  clock.drain();
}

TEST_F(BrowserDoorTest, AKeySeesItsOwnOrganizationAndNoOther) {
  struct Case {
    const char* key;
    const char* organization;
    const char* number;
    const char* code;  // empty: a call
  };
  const Case cases[] = {
      {"wrong", "scene", "", "unauthorized"},
      {"", "scene", "", "unauthorized"},
      {"key-of-another", "scene", "", "no_such_organization"},
      {"key-of-another", "", "scene", "no_such_organization"},
      {"key-of-another", "", "", "no_such_organization"},  // its own is not served here
      {"key-of-the-scene", "nobody", "", "no_such_organization"},
      {"key-of-the-scene", "", "nobody", "no_such_organization"},
      {"key-of-the-scene", "another", "scene", "no_such_organization"},
      {"key-of-the-scene", "scene", "scene", ""},
      {"key-of-the-scene", "", "scene", ""},
  };
  for (const auto& one : cases) {
    auto greeting = hello();
    greeting["key"] = one.key;
    greeting["organization"] = one.organization;
    greeting["number"] = one.number;
    const std::string told = std::string(one.key) + "/" + one.organization + "/" + one.number;
    EXPECT_EQ(call(greeting), std::string(one.code).empty()) << told;
    if (*one.code != '\0') {
      EXPECT_EQ(refusal()["code"], one.code) << told;
      EXPECT_EQ(client->close_code, WebSocketClose::policy);
    }
    client->leave();
    pass(20ms);
    EXPECT_EQ(slots.taken(), 0U) << told;
  }
}

TEST_F(BrowserDoorTest, AFullFloorSaysTryAgainLaterAndLeavesARecord) {
  std::vector<ClientSocket*> calls;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(call());
    calls.push_back(client);
  }
  EXPECT_FALSE(call());
  EXPECT_EQ(refusal()["code"], "full");
  EXPECT_EQ(client->close_code, WebSocketClose::try_again_later);
  EXPECT_EQ(newest().end_reason, CallEnd::overload);
  EXPECT_EQ(newest().transport, "browser");
  for (auto* one : calls) one->leave();
  pass(20ms);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(BrowserDoorTest, AVoiceThatCannotGreetIsARefusal) {
  voice.first_chunk_after = 1min;
  EXPECT_FALSE(call());
  pass(11s);
  EXPECT_EQ(refusal()["code"], "no_engine");
  EXPECT_EQ(client->close_code, WebSocketClose::try_again_later);
  EXPECT_EQ(newest().end_reason, CallEnd::speech_lost);
}

TEST_F(ClosedBrowserDoorTest, AServerThatHasNotLearnedYetSaysSo) {
  EXPECT_FALSE(call());
  EXPECT_EQ(refusal()["code"], "starting");
  EXPECT_EQ(client->close_code, WebSocketClose::try_again_later);
}

}  // namespace
