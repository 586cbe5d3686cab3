// SPDX-License-Identifier: Apache-2.0
#include "dialog.hpp"

#include <gtest/gtest.h>

#include "sip_text.hpp"

namespace parley::sip {
namespace {

Flow udp_from(const std::string& host) { return {SipTransport::udp, {host, 40000}, 0, "192.0.2.1"}; }
Flow tcp_from(const std::string& host) { return {SipTransport::tcp, {host, 40000}, 7, "192.0.2.1"}; }

Dialog dialog(const test::RequestText& request, const Flow& flow) {
  auto accepted = Dialog::accept(request.parsed(), flow, "ours");
  if (!accepted) throw std::logic_error("no dialog");
  return *accepted;
}

struct Case {
  const char* name;
  const char* contact;
  const char* record_route;
  Flow flow;
  Target target;
};

TEST(Dialog, SendsItsRequestsWhereTheyArrive) {
  const Target back_udp{SipTransport::udp, {"203.0.113.9", 40000}, 0};
  const Case cases[] = {
      {"Contact",
       "<sip:a@203.0.113.9:5070>",
       "",
       udp_from("203.0.113.9"),
       {SipTransport::udp, {"203.0.113.9", 5070}, 0}},
      {"Contact without port",
       "<sip:a@203.0.113.9>",
       "",
       udp_from("203.0.113.9"),
       {SipTransport::udp, {"203.0.113.9", 5060}, 0}},
      {"private Contact behind a NAT", "<sip:a@172.25.75.240:5060>", "", udp_from("203.0.113.9"), back_udp},
      {"Contact by name", "<sip:a@phone.example>", "", udp_from("203.0.113.9"), back_udp},
      {"two Record-Routes",
       "<sip:a@172.25.75.240>",
       "Record-Route: <sip:54.172.60.0:5061;r2=on;lr>, <sip:54.172.60.9;r2=on;lr>\r\n",
       udp_from("54.172.60.0"),
       {SipTransport::udp, {"54.172.60.0", 5061}, 0}},
      {"TLS is not spoken", "<sip:a@203.0.113.9:5061;transport=tls>", "", udp_from("203.0.113.9"), back_udp},
      {"UDP that moves to TCP",
       "<sip:a@203.0.113.9:5070;transport=tcp>",
       "",
       udp_from("203.0.113.9"),
       {SipTransport::tcp, {"203.0.113.9", 5070}, 0}},
      {"TCP keeps its connection",
       "<sip:a@10.1.1.1:5070;transport=tcp>",
       "",
       tcp_from("203.0.113.9"),
       {SipTransport::tcp, {"10.1.1.1", 5070}, 7}},
      {"TCP without parameter",
       "<sip:a@203.0.113.9:5070>",
       "",
       tcp_from("203.0.113.9"),
       {SipTransport::tcp, {"203.0.113.9", 5070}, 7}},
  };
  for (const auto& [name, contact, record_route, flow, target] : cases) {
    auto request = test::invite();
    request.contact = contact;
    request.extra = record_route;
    EXPECT_EQ(dialog(request, flow).next_hop(), target) << name;
  }
}

TEST(Dialog, WritesARequestAlongItsRoute) {
  auto request = test::invite();
  request.extra = "Record-Route: <sip:127.0.0.1:6000;lr>\r\nRecord-Route: <sip:127.0.0.1:6001;lr>;x=1\r\n";
  auto accepted = dialog(request, udp_from("127.0.0.1"));
  const auto bye = accepted.request("BYE", "z9hG4bKb", "192.0.2.1:5060", "Parley", {{"Reason", "x"}});
  EXPECT_EQ(bye.bytes,
            "BYE sip:alice@127.0.0.1:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKb;rport\r\n"
            "Route: <sip:127.0.0.1:6000;lr>\r\nRoute: <sip:127.0.0.1:6001;lr>;x=1\r\nMax-Forwards: 70\r\n"
            "To: <sip:+15550123@127.0.0.1>;tag=caller\r\nFrom: <sip:demo@127.0.0.1>;tag=ours\r\nCall-ID: call-1\r\n"
            "CSeq: 1 BYE\r\nUser-Agent: Parley\r\nReason: x\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(parse_message(accepted.request("BYE", "z9hG4bKc", "h", "", {}).bytes)->cseq, 2U);
}

TEST(Dialog, PutsAStrictRouterIntoTheRequestUri) {
  auto request = test::invite();
  request.extra = "Record-Route: <sip:127.0.0.1:6000>\r\nRecord-Route: <sip:127.0.0.1:6001;lr>\r\n";
  const auto bye = dialog(request, udp_from("127.0.0.1")).request("BYE", "z9hG4bKb", "h", "", {});
  EXPECT_TRUE(bye.bytes.starts_with("BYE sip:127.0.0.1:6000 SIP/2.0\r\n"));
  EXPECT_NE(bye.bytes.find("Route: <sip:127.0.0.1:6001;lr>\r\nRoute: <sip:alice@127.0.0.1:5070>\r\n"),
            std::string::npos);
}

TEST(Dialog, OwnsOnlyWhatHasItsTagsAndMovesOn) {
  auto accepted = dialog(test::invite(), udp_from("127.0.0.1"));
  auto later = test::invite();
  later.to_tag = "ours";
  later.cseq = 5;
  later.contact = "<sip:alice@127.0.0.1:7777>";
  EXPECT_TRUE(accepted.owns(later.parsed()));
  EXPECT_TRUE(accepted.advance(later.parsed()));
  accepted.retarget(later.parsed(), udp_from("127.0.0.1"));
  EXPECT_EQ(accepted.next_hop().to.port, 7777);
  later.cseq = 4;
  EXPECT_FALSE(accepted.advance(later.parsed()));
  later.from_tag = "stranger";
  EXPECT_FALSE(accepted.owns(later.parsed()));
}

TEST(Dialog, NeedsAContact) {
  auto request = test::invite();
  for (const auto* contact : {"", "*", "<>", "<sip:>"}) {
    request.contact = contact;
    EXPECT_FALSE(Dialog::accept(request.parsed(), udp_from("127.0.0.1"), "ours")) << contact;
  }
}

}  // namespace
}  // namespace parley::sip
