// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

constexpr TransactionId kInvite = 1;
constexpr TransactionId kLater = 2;
const MediaAddress kLocal{"192.0.2.1", 10000};
const NegotiatedAudio kAgreed{Codec::pcmu, 0, 101, 20, {"127.0.0.1", 30000}, MediaDirection::sendrecv};

SdpDescription offer(const std::string& more = "", const std::string& formats = "0 8 101") {
  return *parse_sdp("v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 30000 RTP/AVP " + formats +
                    "\r\na=rtpmap:101 telephone-event/8000\r\n" + more);
}

AnswerAsked answer() { return {{kLocal, {{"X-Parley-Call-Id", "id"}}}}; }

// What the actions amount to, for tables: "200 ack+ tell:answered".
std::string summary(const SessionActions& actions) {
  std::string text;
  for (const auto& action : actions) {
    if (!text.empty()) text += ' ';
    if (const auto* respond = std::get_if<Respond>(&action)) {
      text += std::to_string(respond->transaction) + ":" + std::to_string(respond->reply.status);
    } else if (std::holds_alternative<AwaitAck>(action)) {
      text += "await";
    } else if (std::holds_alternative<StopAwaitingAck>(action)) {
      text += "acked";
    } else if (std::holds_alternative<SendBye>(action)) {
      text += "bye";
    } else if (std::holds_alternative<Abandon>(action)) {
      text += "abandon";
    } else if (std::holds_alternative<Forget>(action)) {
      text += "forget";
    } else {
      const auto& event = std::get<Tell>(action).event;
      if (const auto* closed = std::get_if<Closed>(&event)) {
        text += "closed" + std::to_string(static_cast<int>(closed->reason));
      } else {
        text += event.index() == 0 ? "answered" : event.index() == 1 ? "established" : "changed";
      }
    }
  }
  return text;
}

const Reply& reply_in(const SessionActions& actions) { return std::get<Respond>(actions.front()).reply; }

enum class Stage { offered, unconfirmed, confirmed, leaving, closing };

Session at(Stage stage, std::optional<SdpDescription> with = offer()) {
  Session session(kInvite, 1, std::move(with), 77);
  if (stage != Stage::offered) session.on(answer());
  if (stage == Stage::leaving) session.on(HangUpAsked{});
  if (stage == Stage::confirmed || stage == Stage::closing) session.on(AckCame{1, {}});
  if (stage == Stage::closing) session.on(HangUpAsked{});
  return session;
}

struct Case {
  Stage stage;
  SessionInput input;
  const char* actions;
};

TEST(Session, DoesTheRightThingAtEveryStage) {
  const auto closed = [](SipClosed reason) { return "closed" + std::to_string(static_cast<int>(reason)); };
  ASSERT_EQ(closed(SipClosed::cancelled) + closed(SipClosed::peer_hung_up) + closed(SipClosed::we_hung_up) +
                closed(SipClosed::we_rejected) + closed(SipClosed::no_ack) + closed(SipClosed::transport_lost),
            "closed0closed1closed2closed3closed4closed5");
  const HangUpAsked at_once{Patience::at_once};
  const Case cases[] = {
      {Stage::offered, RingAsked{}, "1:180"},
      {Stage::offered, answer(), "1:200 await answered"},
      {Stage::offered, RejectAsked{486, "", 0}, "1:486 closed3 forget"},
      {Stage::offered, HangUpAsked{}, "1:480 closed2 forget"},
      {Stage::offered, at_once, "1:480 closed2 forget"},
      {Stage::offered, CancelCame{}, "1:487 closed0 forget"},
      {Stage::offered, ByeCame{kLater}, "2:200 1:487 closed0 forget"},
      {Stage::offered, ReinviteCame{kLater, 2, offer()}, "2:500"},
      {Stage::offered, FlowLost{}, "abandon closed5 forget"},
      {Stage::offered, AckCame{1, {}}, ""},
      {Stage::unconfirmed, RingAsked{}, ""},
      {Stage::unconfirmed, answer(), ""},
      {Stage::unconfirmed, RejectAsked{486, "", 0}, ""},
      {Stage::unconfirmed, CancelCame{}, ""},
      {Stage::unconfirmed, AckCame{1, {}}, "acked established"},
      {Stage::unconfirmed, AckCame{9, {}}, ""},
      {Stage::unconfirmed, AckMissing{}, "acked bye closed4"},
      {Stage::unconfirmed, ByeCame{kLater}, "2:200 closed1 forget"},
      {Stage::unconfirmed, ReinviteCame{kLater, 2, offer()}, "2:491"},
      {Stage::unconfirmed, HangUpAsked{}, "closed2"},
      {Stage::unconfirmed, at_once, "acked bye closed2"},
      {Stage::unconfirmed, FlowLost{}, ""},
      {Stage::confirmed, AckCame{1, {}}, ""},
      {Stage::confirmed, HangUpAsked{}, "acked bye closed2"},
      {Stage::confirmed, ByeCame{kLater}, "2:200 closed1 forget"},
      {Stage::confirmed, ReinviteCame{kLater, 2, offer()}, "2:200 await"},
      {Stage::confirmed, ReinviteCame{kLater, 2, offer("a=sendonly\r\n")}, "2:200 changed await"},
      {Stage::confirmed, ReinviteCame{kLater, 2, offer("", "18")}, "2:488"},
      {Stage::confirmed, ReinviteCame{kLater, 2, {}}, "2:200 await"},
      {Stage::confirmed, FlowLost{}, ""},
      {Stage::leaving, AckCame{1, {}}, "acked bye"},
      {Stage::leaving, AckMissing{}, "acked bye"},
      {Stage::leaving, HangUpAsked{}, ""},
      {Stage::leaving, at_once, "acked bye"},
      {Stage::leaving, ByeCame{kLater}, "2:200 forget"},
      {Stage::closing, HangUpAsked{}, ""},
      {Stage::closing, at_once, ""},
      {Stage::closing, ByeCame{kLater}, "2:200 forget"},
      {Stage::closing, ReinviteCame{kLater, 2, offer()}, "2:481"},
      {Stage::closing, ByeEnded{}, "forget"},
  };
  for (const auto& [stage, input, actions] : cases) {
    auto session = at(stage);
    EXPECT_EQ(summary(session.on(input)), actions)
        << "stage " << static_cast<int>(stage) << ", input " << input.index();
  }
}

TEST(Session, AnswersWithSdpAndTheHeadersOfTheCall) {
  auto session = at(Stage::offered);
  const auto actions = session.on(answer());
  const auto& reply = reply_in(actions);
  EXPECT_TRUE(reply.forms_dialog);
  EXPECT_EQ(reply.headers, (std::vector<SipHeader>{{"X-Parley-Call-Id", "id"}}));
  EXPECT_NE(reply.sdp.find("m=audio 10000 RTP/AVP 0 101\r\n"), std::string::npos);
  EXPECT_EQ(std::get<Tell>(actions.back()).event, SessionEvent(Answered{kAgreed}));
}

TEST(Session, OffersItselfWhenTheInviteDidNot) {
  auto session = at(Stage::offered, std::nullopt);
  const auto actions = session.on(answer());
  EXPECT_EQ(summary(actions), "1:200 await");
  EXPECT_NE(reply_in(actions).sdp.find("m=audio 10000 RTP/AVP 0 8 101\r\n"), std::string::npos);
  const auto confirmed = session.on(AckCame{1, offer("", "8")});
  EXPECT_EQ(summary(confirmed), "acked established");
  EXPECT_EQ(std::get<Established>(std::get<Tell>(confirmed.back()).event).audio.codec, Codec::pcma);
}

TEST(Session, HangsUpWhenOurOfferHasNoUsableAnswer) {
  for (const auto& bad : {std::optional<SdpDescription>{}, std::optional(offer("", "18"))}) {
    auto session = at(Stage::unconfirmed, std::nullopt);
    EXPECT_EQ(summary(session.on(AckCame{1, bad})), "acked acked bye closed6");
  }
}

TEST(Session, AnswersHoldInKindAndCountsVersions) {
  auto session = at(Stage::confirmed);
  const auto held = session.on(ReinviteCame{kLater, 2, offer("a=sendonly\r\n")});
  EXPECT_NE(reply_in(held).sdp.find("a=recvonly"), std::string::npos);
  EXPECT_NE(reply_in(held).sdp.find("o=- 77 2 "), std::string::npos);
  EXPECT_EQ(summary(session.on(AckCame{2, {}})), "acked");
  const auto same = session.on(ReinviteCame{3, 3, offer("a=sendonly\r\n")});
  EXPECT_EQ(summary(same), "3:200 await");
  EXPECT_NE(reply_in(same).sdp.find("o=- 77 2 "), std::string::npos);
  session.on(AckCame{3, {}});
  const auto resumed = session.on(ReinviteCame{4, 4, offer()});
  EXPECT_NE(reply_in(resumed).sdp.find("a=sendrecv"), std::string::npos);
  EXPECT_NE(reply_in(resumed).sdp.find("o=- 77 3 "), std::string::npos);
  EXPECT_EQ(summary(resumed), "4:200 changed await");
}

TEST(Session, LearnsFromTheAckOfAnOfferlessReinvite) {
  auto session = at(Stage::confirmed);
  session.on(ReinviteCame{kLater, 2, {}});
  EXPECT_EQ(summary(session.on(AckCame{2, offer("a=inactive\r\n")})), "acked changed");
  session.on(ReinviteCame{3, 3, {}});
  EXPECT_EQ(summary(session.on(AckCame{3, offer("a=inactive\r\n")})), "acked");
}

TEST(Session, GivesUpOnAReinviteWithoutAck) {
  auto session = at(Stage::confirmed);
  session.on(ReinviteCame{kLater, 2, offer()});
  EXPECT_EQ(summary(session.on(AckMissing{})), "acked bye closed4");
}

TEST(Session, RejectsOnlyWithAnErrorAndSaysWhenToComeBack) {
  auto session = at(Stage::offered);
  const auto actions = session.on(RejectAsked{200, "Full", 7});
  EXPECT_EQ(reply_in(actions).status, 400);
  EXPECT_EQ(reply_in(actions).reason, "Full");
  EXPECT_EQ(reply_in(actions).headers, (std::vector<SipHeader>{{"Retry-After", "7"}}));
}

}  // namespace
}  // namespace parley::sip
