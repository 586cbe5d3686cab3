// SPDX-License-Identifier: Apache-2.0
#include "tcp_connection.hpp"

#include <gtest/gtest.h>

#include "wire_scene.hpp"

namespace parley::sip {
namespace {

class TcpConnectionTest : public test::WireScene {
 protected:
  test::Peer peer_{SOCK_STREAM, stack_->port()};
};

TEST_F(TcpConnectionTest, CarriesACallWhoseByeComesBackOnTheSameConnection) {
  peer_.send(peer_.invite().text());
  const auto session = answer_next();
  const auto answer = peer_.receive_final();
  EXPECT_EQ(test::header_of(answer, "Contact"), "<sip:127.0.0.1:" + std::to_string(stack_->port()) + ";transport=tcp>");
  acknowledge(peer_, answer);
  hear(2);
  stack_->hang_up(session);
  const auto bye = peer_.receive_request();
  EXPECT_EQ(bye.method, "BYE");
  EXPECT_EQ(bye.via.value.find("SIP/2.0/TCP"), 0U);
  peer_.confirm(bye);
  hear(3);
}

TEST_F(TcpConnectionTest, AnswersAKeepAlive) {
  peer_.send("\r\n\r\n");
  EXPECT_EQ(peer_.receive_bytes(), "\r\n");
}

TEST_F(TcpConnectionTest, TakesSeveralMessagesInOnePieceAndOneInSeveral) {
  auto options = peer_.request("OPTIONS");
  auto second = options;
  second.branch = "z9hG4bKsecond";
  const auto bytes = options.text() + second.text() + options.text().substr(0, 50);
  peer_.send(bytes);
  EXPECT_EQ(peer_.receive().via.branch, "z9hG4bKOPTIONS");
  EXPECT_EQ(peer_.receive().via.branch, "z9hG4bKsecond");
  peer_.send(options.text().substr(50));
  EXPECT_EQ(peer_.receive().status, 200);
}

TEST_F(TcpConnectionTest, ClosesAStreamThatHasLostItsBorders) {
  peer_.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(peer_.receive_bytes(), std::nullopt);
}

TEST_F(TcpConnectionTest, EndsAnUnansweredCallWhenItCloses) {
  {
    test::Peer brief(SOCK_STREAM, stack_->port());
    brief.send(brief.invite().text());
    const auto call = desk_.next_call();
    stack_->listen(call.session, loop_.get_executor(), listener_);
  }
  hear(1);
  EXPECT_EQ(listener_.closed, SipClosed::transport_lost);
}

TEST_F(TcpConnectionTest, IsOpenedToSendAByeAfterThePeersConnectionWasLost) {
  const int listening = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(::listen(listening, 1), 0);
  socklen_t length = sizeof(address);
  getsockname(listening, reinterpret_cast<sockaddr*>(&address), &length);
  SipSessionId session;
  {
    test::Peer brief(SOCK_STREAM, stack_->port());
    auto invite = brief.invite();
    invite.contact = "<sip:alice@127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + ";transport=tcp>";
    brief.send(invite.text());
    session = answer_next();
    acknowledge(brief, brief.receive_final());
    hear(2);
  }
  // An OPTIONS on another connection is answered after the loss was seen.
  peer_.send(peer_.request("OPTIONS").text());
  peer_.receive();
  stack_->hang_up(session);
  const int opened = accept(listening, nullptr, nullptr);
  ASSERT_GE(opened, 0);
  std::array<char, 4096> buffer{};
  EXPECT_GT(recv(opened, buffer.data(), buffer.size(), 0), 0);
  EXPECT_TRUE(std::string_view(buffer.data()).starts_with("BYE sip:alice@"));
  close(opened);
  close(listening);
}

}  // namespace
}  // namespace parley::sip
