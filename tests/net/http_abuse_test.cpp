// SPDX-License-Identifier: Apache-2.0
// Clients that mean no good: cut off or served in turn, at nobody else's cost.
#include <memory>
#include <string>
#include <vector>

#include "parley/net/http_server.hpp"
#include "support/counted_meters.hpp"
#include "support/raw_client.hpp"
#include "support/served_http.hpp"

namespace parley {
namespace {

using test::RawClient;
using test::ServedHttp;

HttpRoutes routes() {
  HttpRoutes made;
  made.add("GET", "/things/{id}", [](HttpRequest request) -> Task<HttpResponse> {
    co_return HttpResponse(200, "text/plain", request.path_value("id"));
  });
  made.add("POST", "/echo",
           [](HttpRequest request) -> Task<HttpResponse> { co_return HttpResponse(200, "text/plain", request.body); });
  return made;
}

std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n"; }
std::string body_of(const std::string& response) { return response.substr(response.find("\r\n\r\n") + 4); }

TEST(HttpAbuse, OneAddressCannotTakeEveryPlace) {
  HttpServerOptions options;
  options.connections = 100;
  options.connections_per_peer = 2;
  ServedHttp served(routes(), options);
  RawClient first(served.port());
  RawClient second(served.port());
  for (auto* busy : {&first, &second}) {
    busy->send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(busy->response(true), "HTTP/1.1 100 Continue\r\n\r\n");
  }
  RawClient third(served.port());
  EXPECT_TRUE(third.rest().starts_with("HTTP/1.1 503 "));
  first.send("ok");
  EXPECT_EQ(body_of(first.response()), "ok");
  second.send("ok");  // what the server does after it has answered the first is done when it answers the second
  EXPECT_EQ(body_of(second.response()), "ok");
  RawClient fourth(served.port());  // the first is idle now and gives way
  fourth.send(get("/things/1"));
  EXPECT_EQ(body_of(fourth.response()), "1");
  EXPECT_EQ(first.rest(), "");
  EXPECT_TRUE(first.closed());
}

TEST(HttpAbuse, AFloodOfPipelinedRequestsHoldsUpNobody) {
  ServedHttp served(routes());
  RawClient flood(served.port());
  constexpr int kMany = 2000;
  std::string all;
  for (int i = 0; i < kMany; ++i) all += get("/things/" + std::to_string(i));
  ASSERT_TRUE(flood.send(all));
  RawClient other(served.port());
  other.send(get("/things/other"));
  EXPECT_EQ(body_of(other.response()), "other");
  for (int i = 0; i < kMany; ++i) ASSERT_EQ(body_of(flood.response()), std::to_string(i));
}

TEST(HttpAbuse, PipelinedRequestsWhoseAnswersNobodyReadsEnd) {
  test::CountedMeters meters;
  HttpServerOptions options;
  options.write = std::chrono::milliseconds{40};
  options.meters = &meters;
  ServedHttp served(routes(), options);
  RawClient lazy(served.port(), 4096);
  const std::string one = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 65536\r\n\r\n" + std::string(65536, 'x');
  bool sent = true;
  for (int i = 0; i < 1000 && sent; ++i) sent = lazy.send(one);
  EXPECT_FALSE(sent) << "64 MiB are not taken from a client that does not read";
}

TEST(HttpAbuse, HeadersWithoutEndAreCutOff) {
  ServedHttp served(routes());
  RawClient client(served.port());
  client.send("GET /things/1 HTTP/1.1\r\nHost: x\r\n");
  for (int i = 0; i < 2000 && client.send("X-" + std::to_string(i) + ": y\r\n"); ++i) {
  }
  EXPECT_TRUE(client.rest().starts_with("HTTP/1.1 431 "));
}

TEST(HttpAbuse, ABodyThatSaysItIsTooLargeIsNotRead) {
  HttpServerOptions options;
  options.body_bytes = 1000;
  ServedHttp served(routes(), options);
  RawClient client(served.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_TRUE(client.rest().starts_with("HTTP/1.1 413 "));
  RawClient chunked(served.port());
  chunked.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x'));
  EXPECT_TRUE(chunked.rest().starts_with("HTTP/1.1 413 "));
}

}  // namespace
}  // namespace parley
