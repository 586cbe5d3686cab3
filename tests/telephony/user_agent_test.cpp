// SPDX-License-Identifier: Apache-2.0
#include "user_agent.hpp"

#include <gtest/gtest.h>

#include "user_agent_scene.hpp"

namespace parley::sip {
namespace {

using test::Lines;
using test::UserAgentScene;

TEST(UserAgent, TakesACallFromInviteToBye) {
  UserAgentScene scene;
  scene.receive(test::invite());
  EXPECT_EQ(scene.sent(), (Lines{"100"}));
  ASSERT_EQ(scene.desk.calls.size(), 1U);
  EXPECT_EQ(scene.desk.calls[0].called_number, "demo");
  EXPECT_EQ(scene.desk.calls[0].calling_number, "+15550123");
  EXPECT_EQ(scene.desk.calls[0].peer, "127.0.0.1:5070");
  EXPECT_TRUE(scene.desk.calls[0].has_offer);
  scene.command(RingAsked{});
  scene.command(AnswerAsked{{{"127.0.0.1", 10000}, {{"X-Parley-Call-Id", "abc"}}}});
  EXPECT_EQ(scene.sent(), (Lines{"180", "200"}));
  EXPECT_EQ(test::header_of(scene.last(), "X-Parley-Call-Id"), "abc");
  EXPECT_EQ(test::header_of(scene.last(), "Contact"), "<sip:127.0.0.1:5060>");
  scene.to_tag = scene.last().to_tag;
  EXPECT_FALSE(scene.to_tag.empty());
  scene.receive(scene.in_dialog("ACK", 1));
  scene.receive(scene.in_dialog("BYE", 2));
  EXPECT_EQ(scene.sent(), (Lines{"200"}));
  ASSERT_EQ(scene.sink.events.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<Answered>(scene.sink.events[0]));
  EXPECT_TRUE(std::holds_alternative<Established>(scene.sink.events[1]));
  EXPECT_EQ(scene.sink.events[2], SessionEvent(Closed{SipClosed::peer_hung_up}));
  EXPECT_EQ(scene.agent.sessions(), 0U);
  scene.receive(scene.in_dialog("BYE", 2));
  EXPECT_EQ(scene.sent(), (Lines{"200"})) << "a repeated BYE is answered though the session is gone";
}

TEST(UserAgent, RepeatsThe200UntilTheAck) {
  UserAgentScene scene;
  scene.receive(test::invite());
  scene.command(AnswerAsked{{{"127.0.0.1", 10000}, {}}});
  scene.to_tag = scene.last().to_tag;
  scene.sent();
  scene.pass(4s);
  EXPECT_EQ(scene.sent(), (Lines{"200", "200", "200"}));
  scene.receive(scene.in_dialog("ACK", 1));
  scene.pass(40s);
  EXPECT_EQ(scene.sent(), Lines{});
  EXPECT_EQ(scene.agent.sessions(), 1U);
}

TEST(UserAgent, HangsUpOnWhoeverNeverAcks) {
  UserAgentScene scene;
  scene.receive(test::invite());
  scene.command(AnswerAsked{{{"127.0.0.1", 10000}, {}}});
  scene.sent();
  scene.pass(32s);
  auto lines = scene.sent();
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back(), "BYE");
  EXPECT_EQ(scene.sink.events.back(), SessionEvent(Closed{SipClosed::no_ack}));
  scene.pass(32s);
  EXPECT_EQ(scene.agent.sessions(), 0U);
  EXPECT_TRUE(scene.agent.is_quiet());
}

TEST(UserAgent, EndsABye) {
  UserAgentScene scene;
  scene.establish();
  scene.command(HangUpAsked{});
  EXPECT_EQ(scene.sent(), (Lines{"BYE"}));
  EXPECT_EQ(scene.wire.sent.back().first.to, (Endpoint{"127.0.0.1", 5070}));
  scene.pass(600ms);
  EXPECT_EQ(scene.sent(), (Lines{"BYE"}));
  const auto bye = scene.last();
  scene.receive("SIP/2.0 200 OK\r\nVia: " + bye.via.value + "\r\nFrom: " + bye.from + "\r\nTo: " + bye.to +
                "\r\nCall-ID: call-1\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(scene.agent.sessions(), 0U);
  EXPECT_TRUE(scene.agent.is_quiet());
}

TEST(UserAgent, SaysGoodbyeToEveryoneAndTakesNobodyMore) {
  UserAgentScene scene;
  scene.establish();
  scene.agent.shut_down(scene.now);
  EXPECT_EQ(scene.sent(), (Lines{"BYE"}));
  EXPECT_FALSE(scene.agent.is_quiet());
  auto second = test::invite();
  second.call_id = "call-2";
  second.branch = "z9hG4bKtwo";
  scene.receive(second);
  EXPECT_EQ(scene.sent(), (Lines{"503"}));
}

TEST(UserAgent, AdvertisesAnotherAddressAndTcp) {
  UserAgentSettings settings;
  settings.advertise = "203.0.113.50";
  settings.port = 5080;
  UserAgentScene scene(settings);
  scene.flow.transport = SipTransport::tcp;
  scene.flow.connection = 4;
  scene.receive(test::invite());
  scene.command(AnswerAsked{{{"203.0.113.50", 10000}, {}}});
  EXPECT_EQ(test::header_of(scene.last(), "Contact"), "<sip:203.0.113.50:5080;transport=tcp>");
  EXPECT_NE(scene.last().body.find("c=IN IP4 203.0.113.50\r\n"), std::string::npos);
  EXPECT_EQ(scene.wire.sent.back().first.connection, 4U);
}

TEST(UserAgent, LosesAnUnansweredCallWithItsConnection) {
  UserAgentScene scene;
  scene.flow.transport = SipTransport::tcp;
  scene.flow.connection = 4;
  scene.receive(test::invite());
  scene.agent.on_connection_lost(5, scene.now);
  EXPECT_EQ(scene.agent.sessions(), 1U);
  scene.agent.on_connection_lost(4, scene.now);
  EXPECT_EQ(scene.sink.events.back(), SessionEvent(Closed{SipClosed::transport_lost}));
  EXPECT_EQ(scene.agent.sessions(), 0U);
}

TEST(UserAgent, LetsNobodyRingForEver) {
  UserAgentScene scene;
  scene.receive(test::invite());
  scene.sent();
  scene.pass(179s);
  EXPECT_EQ(scene.agent.sessions(), 1U);
  scene.pass(1s);
  EXPECT_EQ(scene.sent(), (Lines{"480"}));
  EXPECT_EQ(scene.agent.sessions(), 0U);
}

TEST(UserAgent, CountsWhatIsNoSip) {
  UserAgentScene scene;
  for (int time = 0; time < 5; ++time) scene.receive("x" + std::string(100, '\xff'));
  scene.receive("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n\r\n");
  EXPECT_EQ(scene.meters.malformed.value(), 6U);
  EXPECT_EQ(scene.sent(), Lines{});
}

TEST(UserAgent, DropsCommandsForSessionsThatAreOver) {
  UserAgentScene scene;
  scene.establish();
  scene.receive(scene.in_dialog("BYE", 2));
  scene.sent();
  scene.command(HangUpAsked{});
  scene.command(RingAsked{});
  EXPECT_EQ(scene.sent(), Lines{});
}

}  // namespace
}  // namespace parley::sip
