// SPDX-License-Identifier: Apache-2.0
#include "free_ports.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include "parley/async/task.hpp"

namespace parley::commands {
namespace {

TEST(FreePorts, CanBeBoundByBothProtocols) {
  const auto port = free_port();
  ASSERT_TRUE(port);
  asio::io_context loop;
  const auto here = asio::ip::address_v4::loopback();
  EXPECT_NO_THROW(asio::ip::udp::socket(loop, {here, *port}));
  EXPECT_NO_THROW(asio::ip::tcp::acceptor(loop, {here, *port}));
}

TEST(FreePorts, ABlockIsEvenAndBelowTheEphemeralRange) {
  const auto first = free_port_block(20);
  ASSERT_TRUE(first);
  EXPECT_EQ(*first % 2, 0);
  EXPECT_LT(*first + 20, 32768);
  asio::io_context loop;
  for (std::uint16_t i = 0; i < 20; ++i) {
    EXPECT_NO_THROW(
        asio::ip::udp::socket(loop, {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(*first + i)}));
  }
}

}  // namespace
}  // namespace parley::commands
