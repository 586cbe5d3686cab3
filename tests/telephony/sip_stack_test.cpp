// SPDX-License-Identifier: Apache-2.0
#include "parley/telephony/sip_stack.hpp"

#include <gtest/gtest.h>

#include <random>

#include "wire_scene.hpp"

namespace parley::sip {
namespace {

using Heard = std::vector<std::string>;
using namespace std::string_literals;

class SipStackTest : public test::WireScene {
 protected:
  test::Peer peer_{SOCK_DGRAM, stack_->port()};
};

TEST_F(SipStackTest, CarriesACallAndTellsItsListener) {
  peer_.send(peer_.invite().text());
  answer_next();
  const auto answer = peer_.receive_final();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(test::header_of(answer, "X-Parley-Call-Id"), "abc");
  const auto tag = acknowledge(peer_, answer);
  hear(2);
  auto bye = peer_.request("BYE");
  bye.to_tag = tag;
  bye.cseq = 2;
  peer_.send(bye.text());
  EXPECT_EQ(peer_.receive_final().status, 200);
  hear(3);
  EXPECT_EQ(listener_.heard, (Heard{"answered", "established", "closed"}));
  EXPECT_EQ(listener_.closed, SipClosed::peer_hung_up);
  EXPECT_EQ(listener_.last.remote, (MediaAddress{"127.0.0.1", 30000}));
}

TEST_F(SipStackTest, TakesTheAnswerToADelayedOfferFromTheAck) {
  auto invite = peer_.invite();
  invite.body.clear();
  peer_.send(invite.text());
  answer_next();
  const auto offer = peer_.receive_final();
  EXPECT_NE(offer.body.find("m=audio 10000 RTP/AVP 0 8 101"), std::string::npos);
  acknowledge(peer_, offer, "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 30002 RTP/AVP 8\r\n");
  hear(1);
  EXPECT_EQ(listener_.heard, (Heard{"established"}));
  EXPECT_EQ(listener_.last.codec, Codec::pcma);
  EXPECT_EQ(listener_.last.telephone_event, std::nullopt);
}

class ImpatientSipStackTest : public test::WireScene {
 protected:
  ImpatientSipStackTest() : WireScene(std::chrono::milliseconds{10}) {}
  test::Peer peer_{SOCK_DGRAM, stack_->port()};
};

TEST_F(ImpatientSipStackTest, RepeatsThe200AndHangsUpWithoutAck) {
  peer_.send(peer_.invite().text());
  answer_next();
  int answers = 0;
  auto message = peer_.receive_final();
  for (; !message.is_request(); message = peer_.receive_final()) ++answers;
  EXPECT_EQ(message.method, "BYE");
  EXPECT_GT(answers, 3);
  peer_.confirm(message);
  hear(2);
  EXPECT_EQ(listener_.closed, SipClosed::no_ack);
}

TEST_F(SipStackTest, HangsUpWhenTheCallSaysSo) {
  peer_.send(peer_.invite().text());
  const auto session = answer_next();
  acknowledge(peer_, peer_.receive_final());
  hear(2);
  stack_->hang_up(session);
  const auto bye = peer_.receive_request();
  EXPECT_EQ(bye.method, "BYE");
  peer_.confirm(bye);
  hear(3);
  EXPECT_EQ(listener_.closed, SipClosed::we_hung_up);
}

TEST_F(SipStackTest, RejectsWithReasonAndRetryAfter) {
  peer_.send(peer_.invite().text());
  const auto call = desk_.next_call();
  stack_->listen(call.session, loop_.get_executor(), listener_);
  stack_->reject(call.session, 503, "No Ports", 9);
  const auto refused = peer_.receive_final();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(test::header_of(refused, "Retry-After"), "9");
  hear(1);
  EXPECT_EQ(listener_.closed, SipClosed::we_rejected);
}

TEST_F(SipStackTest, DeliversWhatHappenedBeforeAnybodyListened) {
  peer_.send(peer_.invite().text());
  const auto call = desk_.next_call();
  auto cancel = peer_.invite();
  cancel.method = "CANCEL";
  cancel.body.clear();
  peer_.send(cancel.text());
  EXPECT_EQ(peer_.receive_final().status, 200);
  EXPECT_EQ(peer_.receive_final().status, 487);
  stack_->listen(call.session, loop_.get_executor(), listener_);
  stack_->answer(call.session, {{"127.0.0.1", 10000}, {}});
  hear(1);
  EXPECT_EQ(listener_.closed, SipClosed::cancelled);
}

TEST_F(SipStackTest, SaysGoodbyeWhenItIsDestroyed) {
  peer_.send(peer_.invite().text());
  answer_next();
  acknowledge(peer_, peer_.receive_final());
  hear(2);
  std::thread closing([this] { stack_.reset(); });
  const auto bye = peer_.receive_request();
  EXPECT_EQ(bye.method, "BYE");
  peer_.confirm(bye);
  closing.join();
  hear(3);
  EXPECT_EQ(listener_.closed, SipClosed::we_hung_up);
}

TEST_F(SipStackTest, SurvivesTortureAndMutation) {
  const std::string torture[] = {
      // In the manner of RFC 4475.
      "INVITE sip:demo@[::1 SIP/2.0\r\nVia: SIP/2.0/UDP [::1:9;branch=z9hG4bKa\r\n\r\n",
      "INVITE sip:user@example.com; lr SIP/2.0\r\nTo: sip:j.user@example.com;tag=3xfe-9921883-z9f\r\n\r\n",
      "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,"
      "weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK-.!%66*_+`'~\r\n"
      "To: \"BEL:\\\x07 NUL:\\\xff DEL:\\\x7f\" <sip:1_unusual.URI~(to-be!sure)@example.com>\r\n"
      "From: token1~` token2'+_ token3*%!.- "
      "<sip:mundane@example.com>;fromParam''~+*_!.-%=\"x\";tag=_token~1'+`*%!-.\r\n"
      "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\r\nCSeq: 139122385 "
      "!interesting-Method0123456789_*+`.%indeed'~"
      "\r\nContent-Length: 0\r\n\r\n",
      "INVITE sip:demo@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKb\r\nFrom: <sip:a@b\r\nTo: \"x <sip:c@d>\r\n"
      "Call-ID: 1\r\nCSeq: 36893488147419103232 INVITE\r\nContent-Length: -999\r\n\r\n",
      "SIP/2.0 200 OK\r\nVia: \r\n\r\n",
      "SIP/2.0 4294967301 better not break the receiver\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKc\r\nCSeq: 8 "
      "INVITE\r\n\r\n",
      "OPTIONS sip:\0null-%00-null@example.com SIP/2.0\r\n\r\n"s,
      "OPTIONS sip:a@b SIP/2.0\r\nVia: " + std::string(7000, ',') + "\r\n\r\n",
  };
  for (const auto& bytes : torture) peer_.send(bytes);

  // 3 000 packets with random damage, the same ones each time.
  std::mt19937 random(20261121);  // NOLINT: repeatable on purpose
  auto base = peer_.invite();
  base.extra = "Record-Route: <sip:127.0.0.1:9;lr>\r\nP-Asserted-Identity: \"a\" <sip:+1@b>\r\nRequire:\r\nX-A: b\r\n";
  for (int number = 0; number < 3000; ++number) {
    base.branch = "z9hG4bK" + std::to_string(number);
    base.call_id = std::to_string(number);
    auto bytes = base.text();
    for (auto damage = random() % 8; damage > 0 && bytes.size() > 8; --damage) {
      const auto at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, random() % 40);
          break;
        case 2:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 60));
          break;
        default:
          bytes.resize(std::max<std::size_t>(at, 5));
          break;
      }
    }
    peer_.send(bytes);
  }
  // Whoever comes now from elsewhere is served as if nothing had been.
  test::Peer other(SOCK_DGRAM, stack_->port());
  auto options = other.request("OPTIONS");
  other.send(options.text());
  EXPECT_EQ(other.receive_final().status, 200);
  EXPECT_GT(registry_.counter("parley_sip_malformed_total", "", {}).value(), 0U);
}

}  // namespace
}  // namespace parley::sip
