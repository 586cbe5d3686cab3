// SPDX-License-Identifier: Apache-2.0
#include "parley/transports/rtp_ports.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "rtp_port_open.hpp"

namespace parley {
namespace {

constexpr std::uint16_t kFirst = 26100;

struct Loop {
  asio::io_context context;
  Executor home{context.get_executor()};
};

TEST(RtpPorts, HandsOutEvenPortsWithRoomForRtcp) {
  Loop loop;
  RtpPorts ports("127.0.0.1", kFirst + 1, kFirst + 8);
  EXPECT_EQ(ports.size(), 3U);  // 26102, 26104, 26106; 26108 would have no neighbour
  auto port = ports.take(loop.home);
  ASSERT_TRUE(port);
  EXPECT_EQ(port->number(), kFirst + 2);
}

TEST(RtpPorts, SaysWhenAllAreTakenAndTakesThemBack) {
  Loop loop;
  RtpPorts ports("127.0.0.1", kFirst, kFirst + 5);
  std::vector<RtpPort> out;
  for (int n = 0; n < 3; ++n) {
    auto port = ports.take(loop.home);
    ASSERT_TRUE(port);
    out.push_back(std::move(*port));
  }
  EXPECT_EQ(ports.free(), 0U);
  const auto none = ports.take(loop.home);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().fault, Fault::exhausted);
  EXPECT_NE(none.error().message.find("rtp.ports"), std::string::npos);

  const std::uint16_t returned = out[1].number();
  out.erase(out.begin() + 1);
  EXPECT_EQ(ports.free(), 1U);
  auto again = ports.take(loop.home);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->number(), returned);
}

TEST(RtpPorts, PassesOverPortsThatOtherProgramsHave) {
  Loop loop;
  asio::ip::udp::socket other(loop.context, {asio::ip::make_address("127.0.0.1"), kFirst + 20});
  RtpPorts ports("127.0.0.1", kFirst + 20, kFirst + 23);
  auto port = ports.take(loop.home);
  ASSERT_TRUE(port);
  EXPECT_EQ(port->number(), kFirst + 22);
  EXPECT_FALSE(ports.take(loop.home));
}

TEST(RtpPorts, LetsAPortRestBeforeItIsUsedAgain) {
  Loop loop;
  RtpPorts ports("127.0.0.1", kFirst + 30, kFirst + 35);
  std::set<std::uint16_t> numbers;
  for (int n = 0; n < 3; ++n) numbers.insert(ports.take(loop.home)->number());
  EXPECT_EQ(numbers.size(), 3U);
}

TEST(RtpPorts, MayEndBeforeItsPorts) {
  Loop loop;
  auto ports = std::make_unique<RtpPorts>("127.0.0.1", kFirst + 40, kFirst + 43);
  auto port = ports->take(loop.home);
  ports.reset();
  ASSERT_TRUE(port);
  EXPECT_EQ(port->number(), kFirst + 40);
}

TEST(RtpPorts, TakesWhatTheSystemGivesWhenNoRangeIsSet) {
  Loop loop;
  RtpPorts ports("127.0.0.1", 0, 0);
  auto port = ports.take(loop.home);
  ASSERT_TRUE(port);
  EXPECT_NE(port->number(), 0);
  EXPECT_GT(ports.free(), 0U);
}

TEST(RtpPorts, MarksItsPacketsAsExpeditedForwarding) {
  Loop loop;
  RtpPorts ports("127.0.0.1", 0, 0);
  auto port = ports.take(loop.home);
  ASSERT_TRUE(port);
  int marked = 0;
  socklen_t size = sizeof(marked);
  ASSERT_EQ(::getsockopt(port->open().socket.native_handle(), IPPROTO_IP, IP_TOS, &marked, &size), 0);
  EXPECT_EQ(marked, 0xB8);
}

TEST(RtpPorts, RefusesAnAddressThatIsNone) {
  Loop loop;
  RtpPorts ports("localhost", 0, 0);
  const auto port = ports.take(loop.home);
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().fault, Fault::invalid_input);
}

TEST(RtpPorts, NeverGivesOnePortToTwoThreads) {
  Loop loop;
  RtpPorts ports("127.0.0.1", kFirst + 50, kFirst + 89);
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) {
        auto first = ports.take(loop.home);
        auto second = ports.take(loop.home);
        if (!first || !second || first->number() == second->number()) ++failures;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(ports.free(), 20U);
}

}  // namespace
}  // namespace parley
