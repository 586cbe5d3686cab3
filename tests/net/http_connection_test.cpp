// SPDX-License-Identifier: Apache-2.0
#include "http_connection.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "parley/async/clock.hpp"
#include "support/raw_client.hpp"

namespace parley {
namespace {

using tcp = asio::ip::tcp;

class HttpConnectionTest : public ::testing::Test {
 protected:
  HttpConnection accept(std::size_t header_bytes = 4096) {
    const HttpLimits limits{header_bytes, 4096, std::chrono::seconds{5}, std::chrono::seconds{5},
                            std::chrono::seconds{5}};
    return HttpConnection(acceptor_.accept(), *clock_, limits);
  }
  HttpReading read(HttpConnection& connection) {
    auto reading = asio::co_spawn(loop_, connection.read_request(), asio::use_future);
    loop_.restart();
    loop_.run();
    return reading.get();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  std::unique_ptr<Clock> clock_ = create_system_clock();
  asio::io_context loop_;
  tcp::acceptor acceptor_{loop_, {asio::ip::address_v4::loopback(), 0}};
};

TEST_F(HttpConnectionTest, GivesTheRequestAsAValue) {
  test::RawClient client(port());
  auto connection = accept();
  client.send("PUT /a?b=c HTTP/1.0\r\nX-One: 1\r\nx-one: 2\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi");
  const auto reading = read(connection);
  EXPECT_EQ(reading.end, HttpReading::End::request);
  EXPECT_EQ(reading.request.method, "PUT");
  EXPECT_EQ(reading.request.target, "/a?b=c");
  EXPECT_EQ(reading.request.body, "hi");
  EXPECT_EQ(reading.request.headers.get("X-ONE"), "1");
  EXPECT_TRUE(reading.request.peer.starts_with("127.0.0.1:"));
  EXPECT_TRUE(reading.version_1_0);
  EXPECT_TRUE(reading.keep_alive);
}

TEST_F(HttpConnectionTest, AClientThatLeavesIsNoProblem) {
  for (const char* sent : {"", "GET /", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"}) {
    test::RawClient client(port());
    auto connection = accept();
    client.send(sent);
    client.end_sending();
    EXPECT_EQ(read(connection).end, HttpReading::End::closed) << sent;
  }
}

TEST_F(HttpConnectionTest, AnUnknownMethodIsReadToo) {
  test::RawClient client(port());
  auto connection = accept();
  client.send("BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(read(connection).request.method, "BREW");
}

}  // namespace
}  // namespace parley
