// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_server.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "parley/async/clock.hpp"
#include "support/counted_meters.hpp"
#include "support/raw_client.hpp"
#include "support/served_http.hpp"

namespace parley {
namespace {

using test::RawClient;
using test::ServedHttp;

HttpRoutes echo_routes(const std::string& file = "") {
  HttpRoutes routes;
  routes.add("GET", "/hello",
             [](HttpRequest) -> Task<HttpResponse> { co_return HttpResponse(200, "text/plain", "hello"); });
  routes.add("POST", "/echo", [](HttpRequest request) -> Task<HttpResponse> {
    co_return HttpResponse(200, "text/plain", request.body);
  });
  routes.add("GET", "/things/{id}", [](HttpRequest request) -> Task<HttpResponse> {
    co_return HttpResponse(200, "text/plain", request.path_value("id") + "|" + request.query_value("q").value_or("-"));
  });
  routes.add("GET", "/broken", [](HttpRequest) -> Task<HttpResponse> {
    throw std::runtime_error("our mistake");
    co_return HttpResponse();
  });
  routes.add("GET", "/large", [](HttpRequest) -> Task<HttpResponse> {
    co_return HttpResponse(200, "text/plain", std::string(8'000'000, 'x'));
  });
  routes.add("GET", "/file", [file](HttpRequest) -> Task<HttpResponse> {
    HttpResponse response;
    response.file = HttpFile{file, "audio/wav"};
    co_return response;
  });
  return routes;
}

std::string get(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
std::string body_of(const std::string& response) { return response.substr(response.find("\r\n\r\n") + 4); }

TEST(HttpServer, AnswersAndKeepsTheConnection) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  for (int i = 0; i < 3; ++i) {
    client.send(get("/hello"));
    const auto response = client.response();
    EXPECT_TRUE(response.starts_with("HTTP/1.1 200 OK\r\n")) << response;
    EXPECT_EQ(body_of(response), "hello");
  }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  client.send(get("/things/1") + "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\ntwo" +
              get("/things/3?q=a%20b"));
  EXPECT_EQ(body_of(client.response()), "1|-");
  EXPECT_EQ(body_of(client.response()), "two");
  EXPECT_EQ(body_of(client.response()), "3|a b");
}

TEST(HttpServer, ARequestMayArriveByteByByte) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  for (const char c : get("/hello")) client.send({&c, 1});
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(HttpServer, HeadHasTheLengthAndNoBody) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n" + get("/hello"));
  const auto head = client.response(true);
  EXPECT_TRUE(has(head, "Content-Length: 5\r\n")) << head;
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(HttpServer, TakesChunkedBodiesAndExpectations) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(body_of(client.response()), "abcde");
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.response(true), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_EQ(body_of(client.response()), "ok");
}

TEST(HttpServer, UnknownPathsAndMethodsAreTold) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  client.send(get("/absent") + "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.response().starts_with("HTTP/1.1 404 Not Found\r\n"));
  const auto response = client.response();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"));
  EXPECT_TRUE(has(response, "Allow: GET, HEAD\r\n"));
}

TEST(HttpServer, ARouteThatThrowsIsOurErrorAndTheConnectionLives) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  client.send(get("/broken") + get("/hello"));
  const auto response = client.response();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
  EXPECT_FALSE(has(response, "our mistake")) << "what went wrong inside is for the log";
  EXPECT_EQ(body_of(client.response()), "hello");
}

TEST(HttpServer, RequestIdsAreKeptWhenSane) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  client.send(get("/hello", "X-Request-Id: abc-1\r\n") + get("/hello", "X-Request-Id: a b<>\r\n"));
  EXPECT_TRUE(has(client.response(), "X-Request-Id: abc-1\r\n"));
  const auto made = client.response();
  EXPECT_TRUE(has(made, "X-Request-Id: ")) << made;
  EXPECT_FALSE(has(made, "a b<>"));
}

TEST(HttpServer, WhatIsMalformedIsRefusedAndTheConnectionClosed) {
  struct Case {
    const char* request;
    const char* status;
  };
  ServedHttp served(echo_routes());
  for (const auto& [request, status] :
       {Case{"BLURB\r\n\r\n", "400"}, Case{"GET /hello HTTP/1.1\r\n\r\n", "400"},
        Case{"GET /hello HTTP/9.9\r\nHost: x\r\n\r\n", "505"}, Case{"GET hello HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        Case{"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400"}, Case{"GET /a\x01 HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
        Case{"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400"},
        Case{"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", "400"},
        Case{"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             "400"},
        Case{"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
        Case{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"}, Case{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400"}}) {
    RawClient client(served.port());
    client.send(request);
    client.end_sending();
    const auto response = client.rest();
    EXPECT_EQ(response.substr(0, 12), std::string("HTTP/1.1 ") + status) << request;
    EXPECT_TRUE(client.closed()) << request;
  }
}

TEST(HttpServer, HeadersAndBodiesAreBounded) {
  HttpServerOptions options;
  options.header_bytes = 4096;
  options.body_bytes = 1000;
  ServedHttp served(echo_routes(), options);
  RawClient headers(served.port());
  headers.send(get("/hello", "X-Long: " + std::string(10'000, 'a') + "\r\n"));
  EXPECT_TRUE(headers.response().starts_with("HTTP/1.1 431 "));
  RawClient endless(served.port());
  endless.send("GET /" + std::string(200'000, 'a'));
  EXPECT_TRUE(endless.response().starts_with("HTTP/1.1 431 "));
  RawClient body(served.port());
  body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'a'));
  EXPECT_TRUE(body.response().starts_with("HTTP/1.1 413 "));
  RawClient chunks(served.port());
  chunks.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "100\r\n" + std::string(256, 'a') + "\r\n";
  for (int i = 0; i < 8; ++i) chunks.send(chunk);
  EXPECT_TRUE(chunks.response().starts_with("HTTP/1.1 413 "));
}

TEST(HttpServer, SlowClientsAreCutOff) {
  HttpServerOptions options;
  options.read = std::chrono::milliseconds{40};
  options.idle = std::chrono::milliseconds{40};
  ServedHttp served(echo_routes(), options);
  RawClient half_a_head(served.port());
  half_a_head.send("GET /hello HT");
  EXPECT_TRUE(half_a_head.rest().starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(half_a_head.closed());
  RawClient half_a_body(served.port());
  half_a_body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_TRUE(half_a_body.rest().starts_with("HTTP/1.1 408 "));
  RawClient silent(served.port());
  EXPECT_EQ(silent.rest(), "");
  EXPECT_TRUE(silent.closed()) << "an idle connection is closed without a word";
  RawClient after_one(served.port());
  after_one.send(get("/hello"));
  EXPECT_EQ(body_of(after_one.response()), "hello");
  EXPECT_EQ(after_one.rest(), "");
  EXPECT_TRUE(after_one.closed());
}

TEST(HttpServer, AClientThatDoesNotReadIsCutOff) {
  test::CountedMeters meters;
  HttpServerOptions options;
  options.write = std::chrono::milliseconds{40};
  options.meters = &meters;
  ServedHttp served(echo_routes(), options);
  RawClient lazy(served.port(), 4096);
  lazy.send(get("/large"));
  RawClient other(served.port());
  const Instant limit = served.clock().now() + std::chrono::seconds{5};
  do {
    other.send(get("/hello"));
    ASSERT_EQ(body_of(other.response()), "hello") << "nobody else waits for it";
  } while (meters.gauge("parley_http_connections", "").value() > 1 && served.clock().now() < limit);
  EXPECT_EQ(meters.gauge("parley_http_connections", "").value(), 1);
  EXPECT_LT(lazy.rest().size(), 8'000'000U);
}

TEST(HttpServer, LargeBodiesArriveWhole) {
  ServedHttp served(echo_routes());
  RawClient client(served.port());
  client.send(get("/large"));
  EXPECT_EQ(body_of(client.response()).size(), 8'000'000U);
}

TEST(HttpServer, CountsRequestsByStatus) {
  test::CountedMeters meters;
  HttpServerOptions options;
  options.meters = &meters;
  ServedHttp served(echo_routes(), options);
  RawClient client(served.port());
  client.send(get("/hello") + get("/absent") + get("/hello"));
  for (int i = 0; i < 3; ++i) EXPECT_NE(client.response(), "");
  client.send(get("/hello"));  // answered after the third was counted
  EXPECT_NE(client.response(), "");
  EXPECT_GE(meters.counter("parley_http_requests_total", "", {{"code", "200"}}).value(), 2U);
  EXPECT_EQ(meters.counter("parley_http_requests_total", "", {{"code", "404"}}).value(), 1U);
}

class HttpServerFile : public ::testing::Test {
 protected:
  HttpServerFile() : path_(::testing::TempDir() + "http_server_file_" + std::to_string(::getpid()) + ".wav") {
    for (int i = 0; i < 200'000; ++i) content_ += static_cast<char>('a' + i % 26);
    std::ofstream(path_, std::ios::binary) << content_;
  }
  ~HttpServerFile() override { std::filesystem::remove(path_); }

  std::string path_;
  std::string content_;
};

TEST_F(HttpServerFile, IsSentWholeOrInRanges) {
  ServedHttp served(echo_routes(path_));
  RawClient client(served.port());
  client.send(get("/file"));
  auto response = client.response();
  EXPECT_TRUE(has(response, "HTTP/1.1 200 OK\r\n") && has(response, "Content-Type: audio/wav\r\n") &&
              has(response, "Accept-Ranges: bytes\r\n"));
  EXPECT_EQ(body_of(response), content_);
  client.send(get("/file", "Range: bytes=70000-139999\r\n"));
  response = client.response();
  EXPECT_TRUE(has(response, "HTTP/1.1 206 Partial Content\r\n"));
  EXPECT_TRUE(has(response, "Content-Range: bytes 70000-139999/200000\r\n"));
  EXPECT_EQ(body_of(response), content_.substr(70000, 70000));
  client.send(get("/file", "Range: bytes=-10\r\n"));
  EXPECT_EQ(body_of(client.response()), content_.substr(199'990));
  client.send(get("/file", "Range: bytes=200000-\r\n"));
  response = client.response();
  EXPECT_TRUE(has(response, "HTTP/1.1 416 ") && has(response, "Content-Range: bytes */200000\r\n")) << response;
  client.send(get("/file", "Range: bytes=0-1\r\nIf-Range: \"x\"\r\n"));
  EXPECT_EQ(body_of(client.response()).size(), content_.size());
  client.send("HEAD /file HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n\r\n");
  EXPECT_TRUE(has(client.response(true), "Content-Length: 200000\r\n"));
}

TEST_F(HttpServerFile, ThatIsGoneIsNotFound) {
  ServedHttp served(echo_routes(path_ + ".gone"));
  RawClient client(served.port());
  client.send(get("/file"));
  EXPECT_TRUE(client.response().starts_with("HTTP/1.1 404 "));
}

TEST(HttpServer, ConnectionsAreBoundedAndIdleOnesGiveWay) {
  HttpServerOptions options;
  options.connections = 8;
  ServedHttp served(echo_routes(), options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(std::make_unique<RawClient>(served.port()));
    clients.back()->send(get("/hello"));
    EXPECT_EQ(body_of(clients.back()->response()), "hello") << i;
  }
  EXPECT_EQ(clients.front()->rest(), "") << "the longest idle one has been closed";
  EXPECT_TRUE(clients.front()->closed());
}

TEST(HttpServer, WhenAllConnectionsAreBusyNewOnesAreRefusedWithAReason) {
  HttpServerOptions options;
  options.connections = 2;
  ServedHttp served(echo_routes(), options);
  RawClient first(served.port());
  RawClient second(served.port());
  for (auto* busy : {&first, &second}) {
    busy->send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(busy->response(true), "HTTP/1.1 100 Continue\r\n\r\n");
  }
  RawClient third(served.port());
  const auto refusal = third.rest();
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 503 ")) << refusal;
  EXPECT_TRUE(has(refusal, "Retry-After: 1\r\n"));
  first.send("ok");
  EXPECT_EQ(body_of(first.response()), "ok");
}

TEST(HttpServer, StopLetsARequestUnderWayEnd) {
  auto served = std::make_unique<ServedHttp>(echo_routes());
  RawClient idle(served->port());
  auto client = std::make_unique<RawClient>(served->port());
  auto& busy = *client;
  idle.send(get("/hello"));
  EXPECT_EQ(body_of(idle.response()), "hello");
  busy.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(busy.response(true), "HTTP/1.1 100 Continue\r\n\r\n");
  served->server().stop();
  EXPECT_EQ(idle.rest(), "");
  EXPECT_TRUE(idle.closed());
  busy.send("ok");
  const auto last = busy.rest();
  EXPECT_TRUE(has(last, "Connection: close\r\n"));
  EXPECT_EQ(body_of(last), "ok");
  const auto port = served->port();
  client.reset();
  served.reset();
  EXPECT_FALSE(RawClient(port).connected());
}

TEST(HttpServer, StopCutsRequestsOffAfterTheGrace) {
  HttpServerOptions options;
  options.grace = std::chrono::milliseconds{20};
  auto served = std::make_unique<ServedHttp>(echo_routes(), options);
  RawClient busy(served->port());
  busy.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(busy.response(true), "HTTP/1.1 100 Continue\r\n\r\n");
  served.reset();
  EXPECT_EQ(busy.rest(), "");
}

TEST(HttpServer, ATakenPortIsNamedWithWhatToDo) {
  ServedHttp served(echo_routes());
  asio::io_context loop;
  const auto clock = create_system_clock();
  HttpServerOptions options;
  options.port = served.port();
  const auto second = HttpServer::open(loop.get_executor(), *clock, {}, options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::unavailable);
  EXPECT_TRUE(has(second.error().message, "127.0.0.1:" + std::to_string(served.port()) + " is taken"))
      << second.error().message;
  EXPECT_TRUE(has(second.error().message, "PARLEY_HTTP_PORT"));
}

TEST(HttpServer, AnAddressThatIsNotOursIsAnError) {
  asio::io_context loop;
  const auto clock = create_system_clock();
  HttpServerOptions options;
  options.bind = "192.0.2.1";
  options.port = 0;
  EXPECT_FALSE(HttpServer::open(loop.get_executor(), *clock, {}, options));
}

}  // namespace
}  // namespace parley
