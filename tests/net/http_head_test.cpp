// SPDX-License-Identifier: Apache-2.0
#include "http_head.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

HttpHeadFacts facts() {
  HttpHeadFacts facts;
  facts.content_length = 3;
  facts.request_id = "r-1";
  facts.now = WallTime{std::chrono::seconds{784111777}};  // the example of RFC 9110 §5.6.7
  return facts;
}

TEST(ResponseHead, HasWhatEveryResponseNeeds) {
  EXPECT_EQ(response_head(HttpResponse(200, "text/plain", "ok\n"), facts()),
            "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX-Request-Id: r-1\r\n"
            "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\n");
}

TEST(ResponseHead, AValueCannotBeginAnotherHeader) {
  HttpResponse response(200, "text/plain\r\nSet-Cookie: a=b", "");
  const auto head = response_head(response, facts());
  EXPECT_EQ(head.find("\r\nSet-Cookie"), std::string::npos) << head;
}

TEST(ResponseHead, SaysHowTheConnectionGoesOn) {
  auto closing = facts();
  closing.keep_alive = false;
  EXPECT_NE(response_head(HttpResponse(), closing).find("Connection: close\r\n"), std::string::npos);
  auto old = facts();
  old.version_1_0 = true;
  EXPECT_NE(response_head(HttpResponse(), old).find("Connection: keep-alive\r\n"), std::string::npos);
}

TEST(ResponseHead, WithoutBodyThereIsNoLength) {
  HttpResponse response;
  response.status = 204;
  EXPECT_EQ(response_head(response, facts()).find("Content-Length"), std::string::npos);
}

TEST(RequestId, IsShortAndHarmless) {
  EXPECT_TRUE(sane_request_id("019aa5f0-0000-7000-8000-000000000001"));
  EXPECT_FALSE(sane_request_id(""));
  EXPECT_FALSE(sane_request_id("a b"));
  EXPECT_FALSE(sane_request_id("<script>"));
  EXPECT_FALSE(sane_request_id(std::string(129, 'a')));
}

}  // namespace
}  // namespace parley
