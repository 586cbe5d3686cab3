// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "support/served_http.hpp"

namespace parley {
namespace {

using test::ServedHttp;

HttpRoutes routes() {
  HttpRoutes routes;
  routes.add("GET", "/hello", [](HttpRequest request) -> Task<HttpResponse> {
    HttpResponse response(200, "text/plain", request.query_value("q").value_or("hello"));
    response.headers.add("X-Seen", std::string(request.headers.get("X-Ask")));
    co_return response;
  });
  routes.add("POST", "/echo", [](HttpRequest request) -> Task<HttpResponse> {
    co_return HttpResponse(201, "text/plain", request.body);
  });
  return routes;
}

class HttpClientTest : public ::testing::Test {
 protected:
  Result<HttpClientReply> send(HttpClientCall call, std::chrono::milliseconds limit = std::chrono::milliseconds{5000}) {
    asio::io_context loop;
    HttpClient client(*clock_);
    call.deadline = clock_->now() + limit;
    auto reply = asio::co_spawn(loop, client.send(std::move(call)), asio::use_future);
    loop.run();
    return reply.get();
  }
  Result<HttpClientReply> get(const std::string& url) { return send(HttpClientCall("GET", url, Instant{})); }

  std::unique_ptr<Clock> clock_ = create_system_clock();
};

std::string at(std::uint16_t port, const std::string& target) {
  return "http://127.0.0.1:" + std::to_string(port) + target;
}

TEST_F(HttpClientTest, GetsAndPosts) {
  ServedHttp served(routes());
  HttpClientCall ask("GET", at(served.port(), "/hello?q=a%20b"), Instant{});
  ask.headers.add("X-Ask", "me");
  const auto reply = send(ask);
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->status, 200U);
  EXPECT_EQ(reply->body, "a b");
  EXPECT_EQ(reply->headers.get("x-seen"), "me");
  HttpClientCall post("POST", at(served.port(), "/echo"), Instant{});
  post.body = std::string(100'000, 'b');
  const auto echoed = send(post);
  ASSERT_TRUE(echoed) << echoed.error().message;
  EXPECT_EQ(echoed->status, 201U);
  EXPECT_EQ(echoed->body, post.body);
}

TEST_F(HttpClientTest, AnyStatusIsAReply) {
  ServedHttp served(routes());
  EXPECT_EQ(get(at(served.port(), "/absent"))->status, 404U);
  const auto head = send(HttpClientCall("HEAD", at(served.port(), "/hello"), Instant{}));
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(head->headers.get("Content-Length"), "5");
}

TEST_F(HttpClientTest, BodiesAreBounded) {
  ServedHttp served(routes());
  HttpClientCall call("GET", at(served.port(), "/hello"), Instant{});
  call.body_limit = 4;
  const auto reply = send(call);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::exhausted);
}

TEST_F(HttpClientTest, NobodyListeningIsUnavailable) {
  std::uint16_t port = 0;
  {
    ServedHttp served(routes());
    port = served.port();
  }
  const auto reply = get(at(port, "/"));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::unavailable);
  EXPECT_NE(reply.error().message.find("cannot be reached"), std::string::npos);
}

TEST_F(HttpClientTest, AServerThatNeverAnswersTimesOut) {
  asio::io_context loop;
  asio::ip::tcp::acceptor silent(loop, {asio::ip::address_v4::loopback(), 0});
  const auto reply =
      send(HttpClientCall("GET", at(silent.local_endpoint().port(), "/"), Instant{}), std::chrono::milliseconds{30});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::timed_out);
}

TEST_F(HttpClientTest, AnAnswerThatIsNoHttpIsUnavailable) {
  asio::io_context loop;
  asio::ip::tcp::acceptor odd(loop, {asio::ip::address_v4::loopback(), 0});
  std::thread peer([&] {
    auto socket = odd.accept();
    asio::write(socket, asio::buffer(std::string("SSH-2.0-OpenSSH\r\n\r\n")));
  });
  const auto reply = get(at(odd.local_endpoint().port(), "/"));
  peer.join();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().fault, Fault::unavailable);
}

TEST_F(HttpClientTest, WhatCannotBeSentIsInvalid) {
  EXPECT_EQ(get("https://localhost/").error().fault, Fault::unsupported);
  EXPECT_EQ(get("localhost").error().fault, Fault::invalid_input);
  HttpClientCall call("GET", "http://localhost/", Instant{});
  call.headers.add("X-A", "b\r\nX-C: d");
  EXPECT_EQ(send(call).error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace parley
