// SPDX-License-Identifier: Apache-2.0
#include "web_socket_request.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley {
namespace {

HttpRequest good() {
  HttpRequest request;
  request.method = "GET";
  request.headers = HttpHeaders{{"Host", "x"},
                                {"upgrade", "WebSocket"},
                                {"Connection", "keep-alive, Upgrade"},
                                {"Sec-WebSocket-Version", "13"},
                                {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  return request;
}

TEST(WebSocketRequest, TakesWhatTheRfcAsksFor) {
  const auto checked = check_web_socket_request(good(), false);
  EXPECT_FALSE(checked.problem);
  EXPECT_EQ(checked.key, "dGhlIHNhbXBsZSBub25jZQ==");
}

TEST(WebSocketRequest, SaysWhatIsWrong) {
  struct Case {
    const char* header;
    const char* value;
    unsigned status;
  };
  const std::vector<Case> cases = {
      {"Upgrade", "h2c", 426},
      {"Upgrade", "", 426},
      {"Connection", "close", 426},
      {"Sec-WebSocket-Version", "8", 426},
      {"Sec-WebSocket-Version", "", 426},
      {"Sec-WebSocket-Key", "", 400},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", 400},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j\r\n==", 400},
      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==x", 400},
  };
  for (const auto& one : cases) {
    auto request = good();
    request.headers.set(one.header, one.value);
    const auto checked = check_web_socket_request(request, false);
    ASSERT_TRUE(checked.problem) << one.header << ": " << one.value;
    EXPECT_EQ(checked.problem->status, one.status) << one.header << ": " << one.value;
    EXPECT_FALSE(checked.problem->detail.empty());
  }
  auto with_body = good();
  with_body.body = "x";
  EXPECT_EQ(check_web_socket_request(with_body, false).problem->status, 400U);
  EXPECT_EQ(check_web_socket_request(good(), true).problem->status, 426U) << "HTTP/1.0 knows no upgrade";
}

TEST(WebSocketRequest, FindsTokensInLists) {
  EXPECT_TRUE(has_token("a, Upgrade ,b", "upgrade"));
  EXPECT_TRUE(has_token("upgrade", "upgrade"));
  EXPECT_FALSE(has_token("upgrader", "upgrade"));
  EXPECT_FALSE(has_token("", "upgrade"));
}

}  // namespace
}  // namespace parley
