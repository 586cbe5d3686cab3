// SPDX-License-Identifier: Apache-2.0
#include "http_wire.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

HttpClientCall call_to(const std::string& url) { return {"GET", url, Instant{}}; }

TEST(HttpWire, WritesRequestsWithTheHostAndTheBodysLength) {
  auto call = call_to("http://a.example/x?y=1");
  EXPECT_EQ(errand_of(call, nullptr)->request, "GET /x?y=1 HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
  call.method = "POST";
  call.body = "hi";
  call.headers.add("X-A", "b");
  EXPECT_EQ(errand_of(call, nullptr)->request,
            "POST /x?y=1 HTTP/1.1\r\nHost: a.example\r\nX-A: b\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
}

TEST(HttpWire, TlsHasAnotherPortAndNeedsAuthorities) {
  EXPECT_EQ(errand_of(call_to("https://a.example/"), nullptr).error().fault, Fault::unsupported);
  const auto trust = std::make_shared<HttpClient::Trust>();
  const auto errand = errand_of(call_to("https://a.example/"), trust);
  ASSERT_TRUE(errand);
  EXPECT_EQ(errand->address.port, 443);
  EXPECT_EQ(errand->trust, trust);
  EXPECT_EQ(errand_of(call_to("https://a.example:80/"), trust)->address.port, 80);
  EXPECT_EQ(errand_of(call_to("http://a.example/"), trust)->trust, nullptr);
}

TEST(HttpWire, NothingBreaksOutOfItsLine) {
  auto call = call_to("http://a.example/");
  call.headers.add("X-A", "b\r\nX-C: d");
  EXPECT_EQ(errand_of(call, nullptr).error().fault, Fault::invalid_input);
  auto odd = call_to("http://a.example/");
  odd.method = "GET / HTTP/1.1\r\n";
  EXPECT_EQ(errand_of(odd, nullptr).error().fault, Fault::invalid_input);
  EXPECT_EQ(errand_of(call_to("a.example"), nullptr).error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace parley
