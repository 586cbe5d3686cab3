// SPDX-License-Identifier: Apache-2.0
#include "sip_message.hpp"

#include <gtest/gtest.h>

namespace parley::peer {
namespace {

constexpr std::string_view kOk =
    "SIP/2.0 200 OK\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:5080;rport=5080;branch=z9hG4bKone, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKtwo\r\n"
    "From: \"A, B\" <sip:caller@127.0.0.1>;tag=ours\r\n"
    "t: <sip:demo@127.0.0.1;x=1>;tag=theirs\r\n"
    "i:abc@host\r\n"
    "CSeq:   7   INVITE\r\n"
    "m : <sip:demo@127.0.0.1:5060>\r\n"
    "Subject: first\r\n"
    "  and second\r\n"
    "Content-Length: 4\r\n"
    "\r\n"
    "bodyand more";

TEST(SipMessage, ReadsCompactAndFoldedHeadersAndCutsTheBody) {
  const auto message = parse_sip(kOk);
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->is_request());
  EXPECT_EQ(message->status, 200);
  EXPECT_EQ(message->reason, "OK");
  EXPECT_EQ(*message->header("call-id"), "abc@host");
  EXPECT_EQ(*message->header("Subject"), "first and second");
  EXPECT_EQ(message->body, "body");
  EXPECT_EQ(message->all("via").size(), 2u);
  EXPECT_EQ(branch_of(*message), "z9hG4bKone");
  EXPECT_EQ(tag_of(*message->header("To")), "theirs");
  EXPECT_EQ(cseq_of(*message), (CSeq{7, "INVITE"}));
  EXPECT_EQ(address_in(*message->header("Contact")), "sip:demo@127.0.0.1:5060");
}

TEST(SipMessage, WhatIsWrittenIsReadBack) {
  SipMessage message;
  message.method = "BYE";
  message.uri = "sip:demo@127.0.0.1:5060";
  for (const auto* name : {"Via", "From", "To", "Call-ID"}) message.add(name, "x");
  message.add("CSeq", "2 BYE");
  message.body = "why";
  const auto text = to_wire(message);
  EXPECT_NE(text.find("Content-Length: 3\r\n\r\nwhy"), std::string::npos);
  const auto back = parse_sip(text);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->method, "BYE");
  EXPECT_EQ(back->uri, message.uri);
  EXPECT_EQ(back->body, "why");
}

TEST(SipMessage, RefusesWhatIsNone) {
  const std::string rest = "Via: x\r\nFrom: x\r\nTo: x\r\nCall-ID: x\r\nCSeq: 1 BYE\r\n\r\n";
  for (const std::string& text :
       {std::string(), std::string("\r\n\r\n"), std::string("HELLO\r\n\r\n"), "BYE sip:a HTTP/1.1\r\n" + rest,
        "SIP/2.0 9999 No\r\n" + rest, "SIP/2.0 abc No\r\n" + rest, std::string("SIP/2.0 200 OK\r\nVia: x\r\n\r\n"),
        "SIP/2.0 200 OK\r\nno colon here\r\n" + rest, "SIP/2.0 200 OK\r\n folded\r\n" + rest,
        "SIP/2.0 200 OK\r\nContent-Length: 99\r\n" + rest, "SIP/2.0 200 OK\r\nContent-Length: -1\r\n" + rest}) {
    EXPECT_FALSE(parse_sip(text)) << text;
  }
}

TEST(SipMessage, CommasInsideBracketsAndQuotesDoNotSplit) {
  EXPECT_EQ(split_values("<sip:a,b@c;lr>, \"x, y\" <sip:d>"),
            (std::vector<std::string>{"<sip:a,b@c;lr>", "\"x, y\" <sip:d>"}));
  EXPECT_TRUE(split_values(" , ").empty());
}

TEST(SipStream, CutsMessagesOutOfAStreamThatComesByteByByte) {
  const std::string one =
      "SIP/2.0 180 Ringing\r\nVia: x\r\nFrom: x\r\nTo: x\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nl: 2\r\n\r\nab";
  SipStream stream;
  std::size_t found = 0;
  for (const char byte : "\r\n\r\n" + one + one) {
    stream.feed(std::string_view(&byte, 1));
    while (auto message = stream.next()) {
      ASSERT_TRUE(*message);
      EXPECT_EQ((*message)->body, "ab");
      ++found;
    }
  }
  EXPECT_EQ(found, 2u);
}

TEST(SipStream, GivesUpOnAnEndlessHeaderAndOnAMonstrousBody) {
  SipStream endless;
  endless.feed(std::string(70000, 'x'));
  auto fault = endless.next();
  ASSERT_TRUE(fault);
  EXPECT_FALSE(*fault);
  SipStream monstrous;
  monstrous.feed("SIP/2.0 200 OK\r\nContent-Length: 4000000000\r\n\r\n");
  fault = monstrous.next();
  ASSERT_TRUE(fault);
  EXPECT_FALSE(*fault);
}

}  // namespace
}  // namespace parley::peer
