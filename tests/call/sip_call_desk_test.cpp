// SPDX-License-Identifier: Apache-2.0
// From INVITE to the end of the session, with signalling, ear and voice played by the test.
#include "parley/call/sip_call_desk.hpp"

#include <gtest/gtest.h>

#include "floor_scene.hpp"
#include "support/fake_sip_stack.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

class SipCallDeskTest : public FloorScene {
 protected:
  explicit SipCallDeskTest(bool opened = true) : FloorScene(opened), ports("127.0.0.1", 0, 0) {
    SipCallSettings settings;
    settings.advertised_host = "192.0.2.1";
    desk = SipCallDesk::create(std::move(settings), *floor, ports);
    desk->attach(sip);
  }
  ~SipCallDeskTest() override { finish(); }

  InviteVerdict invite(std::string number = "scene") {
    IncomingCall call;
    call.session = {++session.slot, 1};
    session = call.session;
    call.called_number = std::move(number);
    call.calling_number = "+15551234567";
    const auto verdict = desk->on_invite(call);
    clock.advance(20ms);
    return verdict;
  }

  RtpPorts ports;
  FakeSipStack sip;
  std::unique_ptr<SipCallDesk> desk;
  SipSessionId session;
};

TEST_F(SipCallDeskTest, AnswersWithItsAddressAndTheCallsId) {
  EXPECT_EQ(invite().kind, InviteVerdict::Kind::take);
  ASSERT_TRUE(sip.answered.contains(session));
  const auto& answer = sip.answered[session];
  EXPECT_EQ(answer.local_media.host, "192.0.2.1");
  EXPECT_NE(answer.local_media.port, 0);
  ASSERT_EQ(answer.headers.size(), 1U);
  EXPECT_EQ(answer.headers[0].first, "X-Parley-Call-Id");
  EXPECT_EQ(answer.headers[0].second, newest().id.to_string());
  EXPECT_EQ(sip.rung, 1);
}

TEST_F(SipCallDeskTest, ANumberThatNobodyOwnsIsNotFoundAndHasARecord) {
  EXPECT_EQ(invite("nobody").kind, InviteVerdict::Kind::not_found);
  EXPECT_EQ(newest().end_reason, CallEnd::rejected);
  EXPECT_EQ(newest().to, "nobody");
}

TEST_F(SipCallDeskTest, RefusesBeyondItsLimitWithARetryAfterAndARecord) {
  invite();
  invite();
  EXPECT_FALSE(desk->accepts_calls());
  const auto verdict = invite();
  EXPECT_EQ(verdict.kind, InviteVerdict::Kind::overloaded);
  EXPECT_GT(verdict.retry_after_s, 0U);
  EXPECT_EQ(slots.taken(), 2U);
  sip.closed({1, 1}, SipClosed::peer_hung_up);
  clock.advance(20ms);
  EXPECT_TRUE(desk->accepts_calls());
}

TEST_F(SipCallDeskTest, RefusesWhileThereIsNoEar) {
  ear.ready = false;
  EXPECT_EQ(invite().kind, InviteVerdict::Kind::overloaded);
}

TEST_F(SipCallDeskTest, AVoiceThatCannotGreetIsAnOrderly503) {
  voice.broken = true;
  voice.first_chunk_after = 1min;
  EXPECT_EQ(invite().kind, InviteVerdict::Kind::overloaded);
  voice.broken = false;
  EXPECT_EQ(invite().kind, InviteVerdict::Kind::take);
  clock.advance(15s);
  ASSERT_TRUE(sip.rejected.contains(session));
  EXPECT_EQ(sip.rejected[session].status, 503);
  EXPECT_EQ(newest().end_reason, CallEnd::speech_lost);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(SipCallDeskTest, ACallerWhoGivesUpBeforeTheAnswerLeavesARecord) {
  voice.first_chunk_after = 2s;
  invite();
  sip.closed(session, SipClosed::cancelled);
  clock.advance(3s);
  EXPECT_FALSE(sip.answered.contains(session));
  EXPECT_EQ(newest().end_reason, CallEnd::caller_hung_up);
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(SipCallDeskTest, WaitsForTheAnswerOfACallerWhoMadeNoOffer) {
  sip.answers_at_once = false;
  invite();
  ASSERT_TRUE(sip.answered.contains(session));
  EXPECT_FALSE(newest().answered_at);
  sip.established(session);
  clock.advance(20ms);
  EXPECT_TRUE(newest().answered_at);
}

TEST_F(SipCallDeskTest, EndsWithoutAByeWhenTheCallerHungUp) {
  invite();
  sip.established(session);
  clock.advance(100ms);
  sip.closed(session, SipClosed::peer_hung_up);
  clock.advance(20ms);
  EXPECT_EQ(newest().end_reason, CallEnd::caller_hung_up);
  EXPECT_TRUE(sip.hung_up.empty());
  EXPECT_EQ(slots.taken(), 0U);
}

TEST_F(SipCallDeskTest, SaysByeToACallThatNothingElseEnds) {
  invite();
  sip.established(session);
  clock.advance(31min);  // the wheel of this test stands still, so that neither silence nor media are noticed
  EXPECT_EQ(newest().end_reason, CallEnd::too_long);
  EXPECT_EQ(sip.hung_up.size(), 1U);
}

class StartingDeskTest : public SipCallDeskTest {
 protected:
  StartingDeskTest() : SipCallDeskTest(false) {}
};

TEST_F(StartingDeskTest, RefusesCallsUntilItIsOpened) {
  EXPECT_FALSE(desk->accepts_calls());
  EXPECT_EQ(invite().kind, InviteVerdict::Kind::overloaded);
  EXPECT_EQ(newest().end_reason, CallEnd::overload);
  EXPECT_EQ(slots.taken(), 0U);
  floor->open();
  EXPECT_TRUE(desk->accepts_calls());
  EXPECT_EQ(invite().kind, InviteVerdict::Kind::take);
}

TEST_F(SipCallDeskTest, DrainingRefusesNewCallsAndKeepsTheOldOnes) {
  invite();
  const auto first = session;
  floor->drain();
  EXPECT_EQ(invite().kind, InviteVerdict::Kind::draining);
  EXPECT_FALSE(desk->accepts_calls());
  EXPECT_EQ(slots.taken(), 1U);
  EXPECT_TRUE(std::find(sip.hung_up.begin(), sip.hung_up.end(), first) == sip.hung_up.end());
}

}  // namespace
