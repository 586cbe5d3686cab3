// SPDX-License-Identifier: Apache-2.0
#include "sip_sockets.hpp"

#include <gtest/gtest.h>

#include "header_text.hpp"
#include "wire_scene.hpp"

namespace parley::sip {
namespace {

class SipSocketsTest : public test::WireScene {};

SipSettings on(const std::string& bind, std::uint16_t port) {
  SipSettings settings;
  settings.bind = bind;
  settings.port = port;
  return settings;
}

TEST_F(SipSocketsTest, SayThatThePortIsTakenAndWhatToDo) {
  const auto second = create_sip_stack(on("127.0.0.1", stack_->port()), desk_, Log{}, registry_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::unavailable);
  EXPECT_NE(second.error().message.find("127.0.0.1:" + std::to_string(stack_->port())), std::string::npos);
  EXPECT_NE(second.error().message.find("PARLEY_SIP_PORT"), std::string::npos);
}

TEST_F(SipSocketsTest, SayThatAnAddressIsNotOurs) {
  for (const auto* address : {"203.0.113.77", "not-an-address"}) {
    const auto stack = create_sip_stack(on(address, 0), desk_, Log{}, registry_);
    ASSERT_FALSE(stack) << address;
    EXPECT_NE(stack.error().message.find("PARLEY_SIP_BIND"), std::string::npos) << stack.error().message;
  }
}

TEST_F(SipSocketsTest, WriteTheAddressThatThePeerReachedWhenBoundToAll) {
  auto everywhere = create_sip_stack(on("0.0.0.0", 0), desk_, Log{}, registry_);
  ASSERT_TRUE(everywhere);
  test::Peer peer(SOCK_DGRAM, (*everywhere)->port());
  peer.send(peer.invite().text());
  const auto call = desk_.next_call();
  (*everywhere)->ring(call.session);
  auto ringing = peer.receive();
  while (ringing.status == 100) ringing = peer.receive();
  EXPECT_EQ(ringing.status, 180);
  EXPECT_EQ(test::header_of(ringing, "Contact"), "<sip:" + host_port("127.0.0.1", (*everywhere)->port()) + ">");
}

TEST_F(SipSocketsTest, CountKeepAlivesAndSayNothing) {
  test::Peer peer(SOCK_DGRAM, stack_->port());
  for (const auto* hole : {"\r\n\r\n", "\r\n", "0"}) peer.send(hole);
  peer.send(peer.request("OPTIONS").text());
  EXPECT_EQ(peer.receive().status, 200);
  EXPECT_EQ(registry_.counter("parley_sip_keepalives_total", "", {}).value(), 3U);
  EXPECT_EQ(registry_.counter("parley_sip_malformed_total", "", {}).value(), 0U);
}

}  // namespace
}  // namespace parley::sip
