// SPDX-License-Identifier: Apache-2.0
#include "sip_writer.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

const Flow kFlow{SipTransport::udp, {"198.51.100.7", 40123}, 0, "192.0.2.1"};

TEST(ReplyForm, EchoesWhatTheRequestNeedsBack) {
  auto request = test::invite();
  request.extra =
      "Record-Route: <sip:p1;r2=on;lr>\r\nRecord-Route: <sip:p2;lr>\r\nVia: SIP/2.0/UDP deeper;branch=b\r\n";
  Reply reply;
  reply.forms_dialog = true;
  reply.headers = {{"Contact", "<sip:192.0.2.1:5060>"}};
  reply.sdp = "v=0\r\n";
  const auto text = ReplyForm(request.parsed(), kFlow, "ours", "Parley").fill(reply);
  EXPECT_EQ(text,
            "SIP/2.0 200 OK\r\n"
            "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKone;received=198.51.100.7\r\n"
            "Via: SIP/2.0/UDP deeper;branch=b\r\n"
            "Record-Route: <sip:p1;r2=on;lr>\r\nRecord-Route: <sip:p2;lr>\r\n"
            "To: <sip:demo@127.0.0.1>;tag=ours\r\nFrom: <sip:+15550123@127.0.0.1>;tag=caller\r\n"
            "Call-ID: call-1\r\nCSeq: 1 INVITE\r\nServer: Parley\r\nContact: <sip:192.0.2.1:5060>\r\n"
            "Content-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n");
}

TEST(ReplyForm, AnswersRportAndDistrustsAReceivedThatTheClientWrote) {
  auto request = test::invite();
  request.branch = "z9hG4bKone;rport;received=10.9.9.9";
  const auto text = ReplyForm(request.parsed(), kFlow, "t", "").fill({});
  EXPECT_NE(text.find("Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKone;received=198.51.100.7;rport=40123\r\n"),
            std::string::npos)
      << text;
}

TEST(ReplyForm, Keeps100FreeOfATagAndTheDialogsTagAsItIs) {
  auto request = test::invite();
  Reply trying;
  trying.status = 100;
  EXPECT_NE(ReplyForm(request.parsed(), kFlow, "t", "").fill(trying).find("To: <sip:demo@127.0.0.1>\r\n"),
            std::string::npos);
  request.to_tag = "dialog";
  EXPECT_NE(ReplyForm(request.parsed(), kFlow, "t", "").fill({}).find("To: <sip:demo@127.0.0.1>;tag=dialog\r\n"),
            std::string::npos);
}

TEST(ReplyForm, NeverLetsAValueStartALineOfItsOwn) {
  Reply reply;
  reply.reason = "Busy\r\nX-Evil: 1";
  reply.headers = {{"X-Parley-Call-Id", "a\r\nX-Evil: 2"}};
  const auto text = ReplyForm(test::invite().parsed(), kFlow, "t", "").fill(reply);
  EXPECT_EQ(text.find("\r\nX-Evil"), std::string::npos) << text;
}

TEST(ReplyTarget, FollowsRportThenSentByAndIgnoresMaddr) {
  auto request = test::invite();
  EXPECT_EQ(reply_target(request.parsed(), kFlow), (Target{SipTransport::udp, {"198.51.100.7", 5070}, 0}));
  request.sent_by = "host.example";
  EXPECT_EQ(reply_target(request.parsed(), kFlow).to, (Endpoint{"198.51.100.7", 5060}));
  request.sent_by = "host.example:5999";
  EXPECT_EQ(reply_target(request.parsed(), kFlow).to, (Endpoint{"198.51.100.7", 5999}));
  request.branch = "z9hG4bKone;rport;maddr=192.0.2.66";
  EXPECT_EQ(reply_target(request.parsed(), kFlow).to, (Endpoint{"198.51.100.7", 40123}));
}

}  // namespace
}  // namespace parley::sip
