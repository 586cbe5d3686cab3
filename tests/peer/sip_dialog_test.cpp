// SPDX-License-Identifier: Apache-2.0
#include "sip_dialog.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

using namespace std::chrono_literals;

SipMessage read(const std::string& text) {
  auto message = parse_sip(text);
  EXPECT_TRUE(message) << text;
  return message ? *message : SipMessage{};
}

class SipDialogTest : public ::testing::Test {
 protected:
  SipDialogTest() {
    settings_.target = "sip:demo@127.0.0.1:5060";
    settings_.local_host = "127.0.0.1";
    settings_.local_port = 5080;
    settings_.call_id = "call@test";
    settings_.unique = "u1";
    settings_.audio = {"127.0.0.1", 4000, 0, 101, "sendrecv"};
  }

  void start() {
    dialog_.emplace(settings_);
    auto actions = dialog_->start();
    ASSERT_EQ(actions.send.size(), 1u);
    invite_ = read(actions.send[0]);
  }
  SipMessage response(int status, const std::string& body = {}) {
    SipMessage message;
    message.status = status;
    message.reason = "Test";
    for (const auto* name : {"Via", "From", "To", "Call-ID", "CSeq"}) message.add(name, *invite_.header(name));
    if (status > 100) message.headers[2].second += ";tag=them";
    message.add("Contact", "<sip:agent@10.0.0.9:5099>");
    message.add("Record-Route", "<sip:first;lr>, <sip:second;lr>");
    message.add("X-Parley-Call-Id", "0190");
    message.body = body;
    return message;
  }
  SipMessage ok() { return response(200, write_sdp({"127.0.0.1", 6000, 0, 101, "sendrecv"}, 1, 1)); }
  SipMessage from_server(const std::string& method, std::uint32_t cseq, const std::string& body = {}) {
    SipMessage message;
    message.method = method;
    message.uri = "sip:caller@127.0.0.1:5080";
    message.add("Via", "SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKs" + std::to_string(cseq));
    message.add("From", *invite_.header("To") + ";tag=them");
    message.add("To", *invite_.header("From"));
    message.add("Call-ID", settings_.call_id);
    message.add("CSeq", std::to_string(cseq) + " " + method);
    message.body = body;
    return message;
  }
  void establish() {
    start();
    dialog_->on(ok(), 10ms);
  }

  SipDialogSettings settings_;
  std::optional<SipDialog> dialog_;
  SipMessage invite_;
};

TEST_F(SipDialogTest, TheAnswerIsAcknowledgedAlongTheRecordedRoute) {
  start();
  EXPECT_TRUE(dialog_->on(response(100), 1ms).send.empty());
  EXPECT_TRUE(dialog_->on(response(180), 2ms).send.empty());
  const auto actions = dialog_->on(ok(), 10ms);
  ASSERT_TRUE(actions.answered);
  EXPECT_EQ(actions.answered->call_id, "0190");
  ASSERT_TRUE(actions.remote);
  EXPECT_EQ(actions.remote->port, 6000);
  ASSERT_EQ(actions.send.size(), 1u);
  const auto ack = read(actions.send[0]);
  EXPECT_EQ(ack.method, "ACK");
  EXPECT_EQ(ack.uri, "sip:agent@10.0.0.9:5099");
  EXPECT_EQ(ack.all("Route"), (std::vector<std::string>{"<sip:second;lr>", "<sip:first;lr>"}));
  EXPECT_EQ(tag_of(*ack.header("To")), "them");
  EXPECT_NE(branch_of(ack), branch_of(invite_));
  // The server repeats its 200 when the ACK was lost.
  const auto again = dialog_->on(ok(), 600ms);
  EXPECT_EQ(again.send, actions.send);
  EXPECT_FALSE(again.answered);
}

TEST_F(SipDialogTest, TheInviteIsRepeatedWithDoublingPausesUntilSomethingComes) {
  start();
  std::vector<int> sent_at;
  for (int ms = 0; ms <= 8000; ms += 20) {
    if (!dialog_->on_time(std::chrono::milliseconds(ms)).send.empty()) sent_at.push_back(ms);
  }
  EXPECT_EQ(sent_at, (std::vector<int>{500, 1500, 3500, 7500}));
  dialog_->on(response(100), 8001ms);
  EXPECT_TRUE(dialog_->on_time(15600ms).send.empty());
}

TEST_F(SipDialogTest, OverTcpNothingIsRepeated) {
  settings_.tcp = true;
  start();
  EXPECT_NE(invite_.header("Via")->find("SIP/2.0/TCP"), std::string::npos);
  EXPECT_NE(invite_.header("Contact")->find(";transport=tcp"), std::string::npos);
  EXPECT_TRUE(dialog_->on_time(2s).send.empty());
}

TEST_F(SipDialogTest, SilenceEndsTheCallWithAReason) {
  start();
  const auto actions = dialog_->on_time(20s);
  ASSERT_TRUE(actions.ended);
  EXPECT_EQ(actions.ended->outcome, CallOutcome::failed);
  EXPECT_NE(actions.ended->problem.find("no response"), std::string::npos);
}

TEST_F(SipDialogTest, ACallThatOnlyRingsIsCancelled) {
  start();
  dialog_->on(response(180), 100ms);
  const auto actions = dialog_->on_time(20s);
  ASSERT_EQ(actions.send.size(), 1u);
  const auto cancel = read(actions.send[0]);
  EXPECT_EQ(cancel.method, "CANCEL");
  EXPECT_EQ(branch_of(cancel), branch_of(invite_));
  const auto refused = dialog_->on(response(487), 20100ms);
  ASSERT_EQ(refused.send.size(), 1u);
  EXPECT_EQ(read(refused.send[0]).method, "ACK");
  ASSERT_TRUE(refused.ended);
  EXPECT_EQ(refused.ended->problem, "not answered in time");
}

TEST_F(SipDialogTest, AnAnswerThatCrossesTheCancelIsLeftAgain) {
  start();
  dialog_->on(response(180), 100ms);
  dialog_->on_time(20s);
  const auto actions = dialog_->on(ok(), 20100ms);
  ASSERT_EQ(actions.send.size(), 2u);
  EXPECT_EQ(read(actions.send[0]).method, "ACK");
  EXPECT_EQ(read(actions.send[1]).method, "BYE");
  EXPECT_FALSE(actions.answered);
}

TEST_F(SipDialogTest, ARefusalIsAcknowledgedInItsTransaction) {
  start();
  const auto actions = dialog_->on(response(503), 50ms);
  ASSERT_EQ(actions.send.size(), 1u);
  const auto ack = read(actions.send[0]);
  EXPECT_EQ(branch_of(ack), branch_of(invite_));
  EXPECT_EQ(ack.uri, settings_.target);
  ASSERT_TRUE(actions.ended);
  EXPECT_EQ(actions.ended->status, 503);
  EXPECT_NE(actions.ended->problem.find("takes no more calls"), std::string::npos);
}

TEST_F(SipDialogTest, AnAnswerWithoutUsableAudioIsLeft) {
  start();
  const auto actions = dialog_->on(response(200, "v=0\r\n"), 50ms);
  ASSERT_EQ(actions.send.size(), 2u);
  auto bye = read(actions.send[1]);
  EXPECT_EQ(bye.method, "BYE");
  SipMessage done = response(200);
  done.headers[4].second = "2 BYE";
  const auto end = dialog_->on(done, 60ms);
  ASSERT_TRUE(end.ended);
  EXPECT_EQ(end.ended->outcome, CallOutcome::failed);
}

TEST_F(SipDialogTest, HangingUpSaysByeUntilItIsHeard) {
  establish();
  const auto actions = dialog_->hang_up(1s);
  ASSERT_EQ(actions.send.size(), 1u);
  const auto bye = read(actions.send[0]);
  EXPECT_EQ(cseq_of(bye), (CSeq{2, "BYE"}));
  EXPECT_EQ(dialog_->on_time(1500ms).send, actions.send);
  SipMessage done = response(200);
  done.headers[4].second = "2 BYE";
  const auto end = dialog_->on(done, 1600ms);
  ASSERT_TRUE(end.ended);
  EXPECT_EQ(end.ended->outcome, CallOutcome::local);
  EXPECT_EQ(end.ended->status, 200);
}

TEST_F(SipDialogTest, AByeThatNobodyAnswersIsGivenUp) {
  establish();
  dialog_->hang_up(1s);
  const auto end = dialog_->on_time(5s);
  ASSERT_TRUE(end.ended);
  EXPECT_EQ(end.ended->outcome, CallOutcome::local);
}

TEST_F(SipDialogTest, TheServersByeIsAnsweredAndEndsTheCall) {
  establish();
  const auto actions = dialog_->on(from_server("BYE", 1), 1s);
  ASSERT_EQ(actions.send.size(), 1u);
  EXPECT_EQ(read(actions.send[0]).status, 200);
  ASSERT_TRUE(actions.ended);
  EXPECT_EQ(actions.ended->outcome, CallOutcome::remote);
}

TEST_F(SipDialogTest, HoldAndResumeAreAnsweredWithTheMirroredDirection) {
  establish();
  const auto hold = write_sdp({"127.0.0.1", 6002, 0, 101, "sendonly"}, 1, 2);
  const auto held = dialog_->on(from_server("INVITE", 1, hold), 1s);
  ASSERT_EQ(held.send.size(), 1u);
  EXPECT_NE(held.send[0].find("a=recvonly"), std::string::npos);
  EXPECT_NE(held.send[0].find(" 1 2 IN IP4"), std::string::npos) << "o= version goes up";
  ASSERT_TRUE(held.remote);
  EXPECT_EQ(held.remote->direction, "recvonly");
  EXPECT_EQ(held.remote->port, 6002);
  EXPECT_EQ(dialog_->on(from_server("INVITE", 1, hold), 2s).send, held.send) << "a repeated re-INVITE";
  const auto resumed = dialog_->on(from_server("INVITE", 2), 3s);
  ASSERT_EQ(resumed.send.size(), 1u);
  EXPECT_NE(resumed.send[0].find("a=sendrecv"), std::string::npos) << "an offerless re-INVITE gets our offer";
}

TEST_F(SipDialogTest, OtherRequestsGetTheirAnswer) {
  establish();
  const std::pair<const char*, int> cases[] = {
      {"OPTIONS", 200}, {"INFO", 200}, {"NOTIFY", 200}, {"CANCEL", 481}, {"PUBLISH", 501}};
  for (const auto& [method, status] : cases) {
    const auto actions = dialog_->on(from_server(method, 5), 1s);
    ASSERT_EQ(actions.send.size(), 1u) << method;
    EXPECT_EQ(read(actions.send[0]).status, status) << method;
    EXPECT_FALSE(actions.ended);
  }
  EXPECT_TRUE(dialog_->on(from_server("ACK", 5), 1s).send.empty());
}

TEST_F(SipDialogTest, MessagesOfAnotherCallAreIgnored) {
  establish();
  auto bye = from_server("BYE", 1);
  bye.headers[3].second = "other@test";
  EXPECT_TRUE(dialog_->on(bye, 1s).send.empty());
  EXPECT_FALSE(dialog_->ended());
}

TEST_F(SipDialogTest, ALostConnectionFailsACallButNotOneThatIsLeaving) {
  establish();
  EXPECT_EQ(dialog_->transport_failed("gone").ended->outcome, CallOutcome::failed);
  establish();
  dialog_->hang_up(1s);
  EXPECT_EQ(dialog_->transport_failed("gone").ended->outcome, CallOutcome::local);
}

}  // namespace
}  // namespace parley::peer
