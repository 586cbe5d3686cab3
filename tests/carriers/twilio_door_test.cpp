// SPDX-License-Identifier: Apache-2.0
#include "parley/carriers/twilio_door.hpp"

#include <gtest/gtest.h>

#include "twilio_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class TwilioDoorTest : public TwilioScene {};

TEST_F(TwilioDoorTest, AWebhookIsAnsweredWithTheStreamToConnectTo) {
  const auto response = ask(webhook(fields()));
  EXPECT_EQ(response.status, 200U);
  EXPECT_TRUE(has(std::string(response.headers.get("Content-Type")), "text/xml"));
  EXPECT_TRUE(has(response.body, "<Stream url=\"wss://voice.example.com/v1/twilio/media\">")) << response.body;
  EXPECT_TRUE(has(response.body, "name=\"number\" value=\"scene\""));
  EXPECT_TRUE(has(response.body, "name=\"from\" value=\"+15551230000\""));
  EXPECT_TRUE(has(response.body, "name=\"call\" value=\"CA1\""));
  EXPECT_TRUE(has(response.body, "name=\"token\" value=\"ticket1\""));
  EXPECT_EQ(slots.taken(), 0U) << "the stream takes the slot";
}

TEST_F(TwilioDoorTest, AWebhookByGetIsSignedOverItsQuery) {
  HttpRequest request;
  request.method = "GET";
  request.path = "/v1/twilio/voice";
  request.target = "/v1/twilio/voice?CallSid=CA1&From=%2B1&To=scene";
  request.query = {{"CallSid", "CA1"}, {"From", "+1"}, {"To", "scene"}};
  request.headers.add("X-Twilio-Signature",
                      twilio_signature(auth_token, "https://voice.example.com" + request.target, {}));
  EXPECT_TRUE(has(ask(request).body, "<Connect>"));
  request.headers.set("X-Twilio-Signature",
                      twilio_signature(auth_token, "https://voice.example.com/v1/twilio/voice", {}));
  EXPECT_EQ(ask(request).status, 403U);
}

TEST_F(TwilioDoorTest, AWrongOrMissingSignatureIs403AndDoesNoWork) {
  for (const char* wrong : {"", "rxEzOvyQp2ppDC26b4mzTAWtCVc="}) {
    const auto response = ask(webhook(fields(), wrong));
    EXPECT_EQ(response.status, 403U);
    EXPECT_EQ(response.body, "wrong_signature");
  }
  auto without = webhook(fields("nobody"));
  without.headers = HttpHeaders{{"Content-Type", "application/x-www-form-urlencoded"}};
  EXPECT_EQ(ask(without).status, 403U);
  auto other_form = fields();
  auto tampered = webhook(other_form);
  tampered.body += "&More=1";
  EXPECT_EQ(ask(tampered).status, 403U);
  EXPECT_EQ(tickets, 0);
  EXPECT_TRUE(newest().id.is_nil()) << "no record either";
}

TEST_F(TwilioDoorTest, ANumberThatNobodyOwnsIsToldSo) {
  const auto response = ask(webhook(fields("+15559999999")));
  EXPECT_EQ(response.status, 200U);
  EXPECT_TRUE(has(response.body, "not in service"));
  EXPECT_TRUE(has(response.body, "<Hangup/>"));
  EXPECT_EQ(newest().end_reason, CallEnd::rejected);
  EXPECT_EQ(newest().transport, "twilio");
}

TEST_F(TwilioDoorTest, AFullOrDrainingNodeSaysSoPolitely) {
  auto one = floor->admit({"a", "scene", "sip"});
  auto two = floor->admit({"b", "scene", "sip"});
  const auto full = ask(webhook(fields()));
  EXPECT_EQ(full.status, 200U);
  EXPECT_TRUE(has(full.body, "try again"));
  EXPECT_EQ(knock(stream_signature()).refusal->status, 503U);
  one = NotAdmitted::full;
  EXPECT_TRUE(has(ask(webhook(fields())).body, "<Connect>"));
  floor->drain();
  EXPECT_TRUE(has(ask(webhook(fields())).body, "<Hangup/>"));
  const auto refused = knock(stream_signature());
  ASSERT_TRUE(refused.refusal);
  EXPECT_EQ(refused.refusal->headers.get("Retry-After"), "5");
}

TEST_F(TwilioDoorTest, WhatIsNoVoiceWebhookIsRefused) {
  EXPECT_EQ(ask(webhook({{"CallSid", "CA1"}})).status, 400U);
  EXPECT_EQ(ask(webhook({{"To", "scene"}, {"CallSid", std::string(65, 'C')}})).status, 400U);
  auto json = webhook({});
  json.headers = HttpHeaders{{"Content-Type", "application/json"}};
  json.body = "{}";
  json.target += "?bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  json.headers.add("X-Twilio-Signature", twilio_signature(auth_token, "https://voice.example.com" + json.target, {}));
  EXPECT_EQ(ask(json).status, 400U) << "signed, but no form";
  json.body = "{ }";
  EXPECT_EQ(ask(json).status, 403U);
}

TEST_F(TwilioDoorTest, TheStreamsSignatureIsOverTheUrlOfTheTwiml) {
  EXPECT_FALSE(knock(stream_signature()).refusal);
  EXPECT_FALSE(knock(stream_signature("wss://voice.example.com/v1/twilio/media/")).refusal);
  EXPECT_FALSE(knock(stream_signature("wss://voice.example.com:443/v1/twilio/media")).refusal);
  for (const auto& wrong :
       {std::string(), std::string("x"), stream_signature("https://voice.example.com/v1/twilio/media"),
        stream_signature("wss://voice.example.com/v1/twilio/media?x=1")}) {
    const auto verdict = knock(wrong);
    ASSERT_TRUE(verdict.refusal) << wrong;
    EXPECT_EQ(verdict.refusal->status, 403U);
  }
}

TEST(TwilioStreamUrl, PutsWebSocketsInPlaceOfHttp) {
  EXPECT_EQ(twilio_stream_url("https://a.example/"), "wss://a.example/v1/twilio/media");
  EXPECT_EQ(twilio_stream_url("http://127.0.0.1:8080"), "ws://127.0.0.1:8080/v1/twilio/media");
  EXPECT_EQ(twilio_stream_url("https://a.example/parley"), "wss://a.example/parley/v1/twilio/media");
}

}  // namespace
