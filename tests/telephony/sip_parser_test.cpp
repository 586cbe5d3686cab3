// SPDX-License-Identifier: Apache-2.0
#include "sip_parser.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

using test::parsed;

TEST(SipParser, ExpandsCompactHeadersWithoutSpaces) {
  const auto message = parsed(
      "INVITE sip:12014269044@10.231.83.184 SIP/2.0\r\n"
      "v:SIP/2.0/UDP 10.231.91.24:6000;received=203.0.113.9;rport=6000;branch=z9hG4bKx\r\n"
      "f:\"919113162180\"<sip:919113162180@sip.telnyx.com>;tag=t1\r\n"
      "t:<sip:12014269044@10.231.83.184>\r\ni:abc@0.0.0.0\r\nCSeq:115676495 INVITE\r\n"
      "m:<sip:mod_sofia@10.231.91.24:6000>\r\nk:timer,path\r\nc:application/sdp\r\nl:0\r\n\r\n");
  EXPECT_EQ(message.method, "INVITE");
  EXPECT_EQ(message.from_tag, "t1");
  EXPECT_EQ(message.to_tag, "");
  EXPECT_EQ(message.call_id, "abc@0.0.0.0");
  EXPECT_EQ(message.cseq, 115676495U);
  EXPECT_EQ(message.via.branch, "z9hG4bKx");
  EXPECT_EQ(message.via.sent_by, "10.231.91.24:6000");
  EXPECT_EQ(message.via.port, 6000);
  EXPECT_TRUE(message.via.rport);
  EXPECT_EQ(test::header_of(message, "Contact"), "<sip:mod_sofia@10.231.91.24:6000>");
  EXPECT_EQ(message.items("Supported"), (std::vector<std::string_view>{"timer", "path"}));
}

TEST(SipParser, UnfoldsLinesAndKeepsViasApart) {
  const auto message = parsed(
      "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP one;branch=z9hG4bK1,\r\n SIP/2.0/UDP two;branch=z9hG4bK2\r\n"
      "Via: SIP/2.0/UDP three;branch=z9hG4bK3\r\nFrom: \"a\r\n b\" <sip:x@y>;tag=1\r\nTo: <sip:a@b>\r\n"
      "Call-ID: 1\r\nCSeq: 7\r\n  OPTIONS\r\n\r\n");
  std::vector<std::string> vias;
  for (const auto& header : message.headers) {
    if (header.name == "Via") vias.push_back(header.value);
  }
  EXPECT_EQ(vias, (std::vector<std::string>{"SIP/2.0/TCP one;branch=z9hG4bK1", "SIP/2.0/UDP two;branch=z9hG4bK2",
                                            "SIP/2.0/UDP three;branch=z9hG4bK3"}));
  EXPECT_EQ(message.from.find_first_of("\r\n"), std::string::npos);
}

TEST(SipParser, CutsTheBodyToItsLengthAndReportsAWrongOne) {
  auto request = test::invite();
  const auto exact = request.parsed();
  EXPECT_EQ(exact.body, test::kOffer);
  EXPECT_FALSE(exact.content_length_broken);
  const auto with_length = [](std::string_view length) {
    return parsed("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nContent-Length: " +
                  std::string(length) + "\r\n\r\nabc");
  };
  EXPECT_EQ(with_length("2").body, "ab");
  for (const auto* wrong : {"4", "-999", "three", "", "99999999999"}) {
    EXPECT_TRUE(with_length(wrong).content_length_broken) << wrong;
  }
}

TEST(SipParser, DropsWhatIsNoSip) {
  for (const auto* wrong : {"", "\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "INVITE sip:a@b SIP/7.0\r\n\r\n",
                            "INVITE  sip:a@b SIP/2.0\r\n\r\n", "INVITE sip:a@b SIP/2.0\r\nVia: nonsense\r\n\r\n",
                            "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z\r\n"}) {
    EXPECT_FALSE(parse_message(wrong)) << wrong;
  }
}

TEST(SipParser, ReadsResponses) {
  const auto message = parsed(
      "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKbye\r\nFrom: <sip:a@b>;tag=1\r\n"
      "To: <sip:c@d>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n");
  EXPECT_FALSE(message.is_request());
  EXPECT_EQ(message.status, 200);
  EXPECT_EQ(message.cseq_method, "BYE");
}

}  // namespace
}  // namespace parley::sip
