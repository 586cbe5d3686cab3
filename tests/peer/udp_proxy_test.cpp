// SPDX-License-Identifier: Apache-2.0
#include "udp_proxy.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <vector>

#include "support/manual_clock.hpp"

namespace parley::peer {
namespace {

using namespace std::chrono_literals;
using asio::ip::udp;

class UdpProxyTest : public testing::Test {
 protected:
  UdpProxyTest() : clock(loop), caller(loop, local()), server(loop, local()) {
    caller.non_blocking(true);
    server.non_blocking(true);
  }
  ~UdpProxyTest() override {
    proxy->close();
    for (int i = 0; i < 100 && !over; ++i) clock.advance(20ms);
    EXPECT_TRUE(over);
  }
  static udp::endpoint local() { return {asio::ip::make_address("127.0.0.1"), 0}; }

  void begin(Impairment impairment) {
    proxy.emplace(loop.get_executor(), clock, impairment);
    ASSERT_TRUE(proxy->open("127.0.0.1"));
    EXPECT_EQ(proxy->server_side() % 2, 0);
    proxy->aim(server.local_endpoint());
    asio::co_spawn(loop, proxy->run(), [this](std::exception_ptr) { over = true; });
    clock.drain();
  }
  void send(udp::socket& from, const udp::endpoint& to, unsigned char number) {
    from.send_to(asio::buffer(&number, 1), to);
    clock.drain();
  }
  std::vector<int> received(udp::socket& socket) {
    std::vector<int> numbers;
    for (;;) {
      unsigned char number = 0;
      udp::endpoint from;
      boost::system::error_code error;
      socket.receive_from(asio::buffer(&number, 1), from, 0, error);
      if (error) return numbers;
      sender = from;
      numbers.push_back(number);
    }
  }

  asio::io_context loop;
  test::ManualClock clock;
  udp::socket caller;
  udp::socket server;
  std::optional<UdpProxy> proxy;
  udp::endpoint sender;
  bool over = false;
};

TEST_F(UdpProxyTest, PassesBothWaysFromTheAddressThatTheOtherSideKnows) {
  begin({});
  send(caller, proxy->caller_side(), 1);
  clock.advance(1ms);
  EXPECT_EQ(received(server), std::vector<int>{1});
  EXPECT_EQ(sender.port(), proxy->server_side());
  send(server, sender, 2);
  clock.advance(1ms);
  EXPECT_EQ(received(caller), std::vector<int>{2});
  EXPECT_EQ(sender, proxy->caller_side());
  EXPECT_EQ(proxy->passed(), 2U);
}

TEST_F(UdpProxyTest, LosesAboutTheShareThatItShould) {
  begin({0.2, 0ms, 7});
  std::size_t arrived = 0;
  for (int i = 0; i < 1000; ++i) {
    send(caller, proxy->caller_side(), 1);
    clock.advance(1ms);
    arrived += received(server).size();
  }
  EXPECT_NEAR(static_cast<double>(arrived), 800, 50);
  EXPECT_EQ(proxy->dropped() + arrived, 1000U);
}

TEST_F(UdpProxyTest, DelaysWithinTheJitterAndReorders) {
  begin({0, 60ms, 3});
  for (unsigned char i = 0; i < 50; ++i) send(caller, proxy->caller_side(), i);
  EXPECT_LT(received(server).size(), 50U);
  clock.advance(60ms);
  const auto rest = received(server);
  EXPECT_FALSE(std::is_sorted(rest.begin(), rest.end()));
  EXPECT_EQ(proxy->passed(), 50U) << "nothing is held longer";
}

}  // namespace
}  // namespace parley::peer
