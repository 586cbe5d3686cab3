// SPDX-License-Identifier: Apache-2.0
#include "fetch.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

namespace parley::commands {
namespace {

using asio::ip::tcp;

TEST(Fetch, ShowsTheKeyAndReturnsStatusAndBody) {
  asio::io_context loop;
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  std::string request;
  std::thread server([&] {
    auto socket = acceptor.accept();
    asio::read_until(socket, asio::dynamic_buffer(request), "\r\n\r\n");
    asio::write(socket, asio::buffer(std::string("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone")));
  });
  const auto reply =
      fetch("http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()) + "/v1/calls/x", "secret");
  server.join();
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 404u);
  EXPECT_EQ(reply->body, "none");
  EXPECT_TRUE(request.starts_with("GET /v1/calls/x HTTP/1.1\r\n"));
  EXPECT_NE(request.find("Authorization: Bearer secret\r\n"), std::string::npos);
}

TEST(Fetch, NobodyThereIsAnError) {
  asio::io_context loop;
  std::uint16_t port = 0;
  {
    tcp::acceptor gone(loop, {asio::ip::address_v4::loopback(), 0});
    port = gone.local_endpoint().port();
  }
  EXPECT_FALSE(fetch("http://127.0.0.1:" + std::to_string(port) + "/"));
}

}  // namespace
}  // namespace parley::commands
