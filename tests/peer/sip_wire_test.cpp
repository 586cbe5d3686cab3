// SPDX-License-Identifier: Apache-2.0
#include "sip_wire.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

namespace parley::peer {
namespace {

using asio::ip::tcp;

const std::string kRinging =
    "SIP/2.0 180 Ringing\r\nVia: x\r\nFrom: x\r\nTo: x\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nl: 0\r\n\r\n";

TEST(SipWire, TcpSendsAndReceivesMessagesAndNoticesTheEnd) {
  asio::io_context loop;
  tcp::acceptor acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  auto opening =
      asio::co_spawn(loop, open_sip_wire("127.0.0.1", acceptor.local_endpoint().port(), true), asio::use_future);
  loop.run();
  auto opened = opening.get();
  ASSERT_TRUE(opened);
  auto& wire = **opened;
  tcp::socket server = acceptor.accept();
  EXPECT_EQ(wire.local_port(), server.remote_endpoint().port());
  EXPECT_EQ(wire.local_host(), "127.0.0.1");

  wire.send("hello");
  std::array<char, 5> bytes;
  asio::read(server, asio::buffer(bytes));
  EXPECT_EQ(std::string(bytes.data(), bytes.size()), "hello");

  asio::write(server, asio::buffer(kRinging + kRinging));
  server.close();
  for (const int expected : {180, 180, 0}) {
    loop.restart();
    auto receiving = asio::co_spawn(loop, wire.receive(), asio::use_future);
    loop.run();
    const auto message = receiving.get();
    EXPECT_EQ(message ? message->status : 0, expected);
    if (!message) {
      EXPECT_EQ(message.error().fault, Fault::closed);
    }
  }
}

TEST(SipWire, AClosedTcpPortIsUnavailableAndSaysWhere) {
  asio::io_context loop;
  std::uint16_t port = 0;
  {
    tcp::acceptor gone(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    port = gone.local_endpoint().port();
  }
  auto opening = asio::co_spawn(loop, open_sip_wire("127.0.0.1", port, true), asio::use_future);
  loop.run();
  const auto opened = opening.get();
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("127.0.0.1:" + std::to_string(port)), std::string::npos);
}

}  // namespace
}  // namespace parley::peer
