// SPDX-License-Identifier: Apache-2.0
#include "browser_origin.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(BrowserOriginTest, LetsInTheHostThatWasAskedAndWhoIsNamed) {
  struct Case {
    const char* origin;
    const char* host;
    bool allowed;
  };
  const Case cases[] = {
      {"", "127.0.0.1:8080", true},  // no browser
      {"http://127.0.0.1:8080", "127.0.0.1:8080", true},
      {"http://LocalHost:8080", "localhost:8080", true},
      {"https://parley.example", "parley.example", true},
      {"https://parley.example", "parley.example:443", true},
      {"http://parley.example:80", "parley.example", true},
      {"http://[::1]:8080", "[::1]:8080", true},
      {"https://console.example", "127.0.0.1:8080", true},  // named
      {"http://localhost:8080", "127.0.0.1:8080", false},
      {"http://127.0.0.1:9090", "127.0.0.1:8080", false},
      {"http://evil.example", "127.0.0.1:8080", false},
      {"http://127.0.0.1:8080.evil.example", "127.0.0.1:8080", false},
      {"http://console.example", "127.0.0.1:8080", false},  // named with https
      {"https://parley.example:80", "parley.example", false},
      {"null", "127.0.0.1:8080", false},  // a sandboxed frame, a file
      {"file://", "127.0.0.1:8080", false},
      {"http://", "", false},
      {"http://127.0.0.1:8080", "", false},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(origin_allowed(one.origin, one.host, {"https://console.example"}), one.allowed)
        << one.origin << " asks " << one.host;
  }
}

}  // namespace
}  // namespace parley
