// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_client.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <thread>

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

TEST_F(HttpClientTest, AddressesOfPrivateNetworksAreRefusedWhereTheyMayNotBe) {
  ServedHttp server(routes());
  for (const char* host : {"127.0.0.1", "localhost"}) {
    HttpClientCall call("GET", "http://" + std::string(host) + ":" + std::to_string(server.port()) + "/hello", {});
    call.public_only = true;
    const auto reply = send(std::move(call));
    ASSERT_FALSE(reply) << host;
    EXPECT_EQ(reply.error().fault, Fault::invalid_input);
  }
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

// ---- TLS, against a server whose certificate this test makes

class TlsServer {
 public:
  // `name` is what its certificate vouches for; openssl writes key and certificate into `directory`.
  TlsServer(const std::string& name, const std::filesystem::path& directory) : certificate_(directory / "cert.pem") {
    const std::string key = (directory / "key.pem").string();
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
        " -addext subjectAltName=DNS:" + name + " -keyout " + key + " -out " + certificate_.string() + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
    context_.use_certificate_file(certificate_.string(), asio::ssl::context::pem);
    context_.use_private_key_file(key, asio::ssl::context::pem);
    thread_ = std::thread([this] { serve(); });
  }
  ~TlsServer() {
    acceptor_.close();
    asio::ip::tcp::socket last(loop_);  // wakes an accept that still waits
    boost::system::error_code ignored;
    last.connect(where_, ignored);
    thread_.join();
  }
  std::uint16_t port() const { return where_.port(); }
  std::string certificate() const { return certificate_.string(); }

 private:
  void serve() {
    boost::system::error_code error;
    asio::ssl::stream<asio::ip::tcp::socket> client(loop_, context_);
    acceptor_.accept(client.lowest_layer(), error);
    if (!error) client.handshake(asio::ssl::stream_base::server, error);
    if (error) return;
    std::string request;
    asio::read_until(client, asio::dynamic_buffer(request), "\r\n\r\n", error);
    asio::write(client, asio::buffer(std::string("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")), error);
    client.shutdown(error);
  }

  std::filesystem::path certificate_;
  asio::io_context loop_;
  asio::ip::tcp::acceptor acceptor_{loop_, {asio::ip::make_address("127.0.0.1"), 0}};
  const asio::ip::tcp::endpoint where_ = acceptor_.local_endpoint();
  asio::ssl::context context_{asio::ssl::context::tls_server};
  std::thread thread_;
};

class TlsClientTest : public testing::Test {
 protected:
  TlsClientTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "parley-tls-XXXXXX").string();
    directory = ::mkdtemp(pattern.data());
  }
  ~TlsClientTest() override { std::filesystem::remove_all(directory); }

  Result<HttpClientReply> get(HttpClient& client, std::uint16_t port) {
    HttpClientCall call("GET", "https://localhost:" + std::to_string(port) + "/x",
                        clock->now() + std::chrono::seconds{5});
    asio::io_context loop;
    std::optional<Result<HttpClientReply>> reply;
    asio::co_spawn(loop, client.send(std::move(call)),
                   [&](std::exception_ptr, Result<HttpClientReply> got) { reply = std::move(got); });
    loop.run();
    return std::move(*reply);
  }

  std::unique_ptr<Clock> clock = create_system_clock();
  std::filesystem::path directory;
};

TEST_F(TlsClientTest, TalksToAServerThatATrustedAuthorityVouchesFor) {
  TlsServer server("localhost", directory);
  HttpClient client(*clock);
  ASSERT_TRUE(client.trust(server.certificate()));
  const auto reply = get(client, server.port());
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->status, 200U);
  EXPECT_EQ(reply->body, "secret");
}

TEST_F(TlsClientTest, RefusesACertificateThatNobodyVouchesFor) {
  TlsServer server("localhost", directory);
  HttpClient client(*clock);
  ASSERT_TRUE(client.trust(""));
  EXPECT_EQ(get(client, server.port()).error().fault, Fault::unavailable);
}

TEST_F(TlsClientTest, RefusesACertificateOfAnotherHost) {
  TlsServer server("elsewhere.example", directory);
  HttpClient client(*clock);
  ASSERT_TRUE(client.trust(server.certificate()));
  EXPECT_EQ(get(client, server.port()).error().fault, Fault::unavailable);
}

TEST_F(TlsClientTest, WithoutAuthoritiesThereIsNoTls) {
  HttpClient client(*clock);
  EXPECT_EQ(get(client, 1).error().fault, Fault::unsupported);
  EXPECT_FALSE(client.trust("/nowhere/at/all"));
}

}  // namespace
}  // namespace parley
