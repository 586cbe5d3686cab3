// SPDX-License-Identifier: Apache-2.0
// From the handshake of a stream to the end of its call.
#include "twilio_caller.hpp"

#include <gtest/gtest.h>

#include "twilio_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

class TwilioCallerTest : public TwilioScene {
 protected:
  std::string ticket() {
    ask(webhook(fields()));
    return R"("token":"ticket)" + std::to_string(tickets) + R"(","number":"other","from":"forged")";
  }
};

TEST_F(TwilioCallerTest, AStreamWithTheTicketOfItsWebhookIsACall) {
  auto& peer = connect();
  say(peer, R"({"event":"connected","protocol":"Call","version":"1.0.0"})");
  EXPECT_EQ(slots.taken(), 0U);
  say(peer, start(ticket()));
  EXPECT_EQ(slots.taken(), 1U);
  EXPECT_EQ(newest().transport, "twilio");
  EXPECT_EQ(newest().to, "scene") << "as the signed webhook said, whatever the stream says";
  EXPECT_EQ(newest().from, "+15551230000");
  peer.leave();
  clock.advance(1s);
  EXPECT_EQ(newest().end_reason, CallEnd::caller_hung_up);
  EXPECT_TRUE(peer.destroyed);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(TwilioCallerTest, ATicketIsGoodOnce) {
  const auto parameters = ticket();
  say(connect(), start(parameters));
  auto& second = connect();
  say(second, start(parameters));
  clock.advance(20ms);
  ASSERT_TRUE(second.closed);
  EXPECT_EQ(second.closed->first, WebSocketClose::policy);
  EXPECT_TRUE(second.destroyed);
  EXPECT_EQ(slots.taken(), 1U);
}

TEST_F(TwilioCallerTest, AStreamThatNeverStartsIsClosed) {
  auto& peer = connect();
  say(peer, R"({"event":"connected"})");
  clock.advance(11s);
  ASSERT_TRUE(peer.closed);
  EXPECT_EQ(peer.closed->second, "no start in time");
  EXPECT_TRUE(peer.destroyed);
}

TEST_F(TwilioCallerTest, AudioBeforeStartIsIgnoredAndTooMuchOfItEndsTheStream) {
  auto& patient = connect();
  for (int i = 0; i < 10; ++i) say(patient, R"({"event":"media","media":{"payload":"//8="}})");
  say(patient, start(ticket()));
  EXPECT_EQ(slots.taken(), 1U);
  auto& flood = connect();
  for (int i = 0; i < 50; ++i) say(flood, "{");
  ASSERT_TRUE(flood.closed);
  EXPECT_EQ(flood.closed->second, "too much before start");
}

TEST_F(TwilioCallerTest, OnlyMuLawIsUnderstood) {
  auto& peer = connect();
  say(peer, start(ticket(), R"(,"mediaFormat":{"encoding":"audio/x-l16","sampleRate":16000,"channels":1})"));
  clock.advance(20ms);
  ASSERT_TRUE(peer.closed);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(TwilioCallerTest, WhoComesWhileTheFloorClosesIsSentHome) {
  auto& peer = connect();
  floor->close();
  clock.advance(20ms);
  EXPECT_TRUE(peer.destroyed);
}

class UncheckedTwilioTest : public TwilioScene {
 protected:
  UncheckedTwilioTest() : TwilioScene("") {}
};

TEST_F(UncheckedTwilioTest, WithoutAnAuthTokenTheStreamSaysWhomItCalls) {
  auto& peer = connect();
  say(peer, start(R"("number":"scene","from":"+1555")"));
  EXPECT_EQ(newest().to, "scene");
  EXPECT_EQ(newest().from, "+1555");
  auto& lost = connect();
  say(lost, start(R"("number":"nobody")"));
  clock.advance(20ms);
  ASSERT_TRUE(lost.closed);
  EXPECT_EQ(lost.closed->second, "unknown_number");
  auto& second = connect();
  say(second, start(R"("number":"scene")"));
  EXPECT_EQ(slots.taken(), 2U);
}

}  // namespace
