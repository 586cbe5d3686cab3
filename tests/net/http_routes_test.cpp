// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_routes.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

class HttpRoutesTest : public ::testing::Test {
 protected:
  HttpRoutesTest() {
    for (const auto& [method, pattern] :
         {std::pair{"GET", "/"}, std::pair{"GET", "/v1/calls"}, std::pair{"GET", "/v1/calls/{id}"},
          std::pair{"POST", "/v1/calls/{id}"}, std::pair{"GET", "/v1/calls/{id}/recording"}}) {
      routes_.add(method, pattern, [](HttpRequest) -> Task<HttpResponse> { co_return HttpResponse(); });
    }
  }
  HttpRoutes routes_;
};

TEST_F(HttpRoutesTest, FindsByMethodAndPath) {
  EXPECT_NE(routes_.find("GET", "/").answer, nullptr);
  EXPECT_NE(routes_.find("GET", "/v1/calls").answer, nullptr);
  const auto call = routes_.find("GET", "/v1/calls/c1");
  ASSERT_NE(call.answer, nullptr);
  const std::vector<std::pair<std::string, std::string>> parameters = {{"id", "c1"}};
  EXPECT_EQ(call.parameters, parameters);
  EXPECT_NE(call.answer, routes_.find("POST", "/v1/calls/c1").answer);
  EXPECT_EQ(routes_.find("GET", "/v1/calls/c1/recording").parameters, parameters);
}

TEST_F(HttpRoutesTest, HeadIsAnsweredByGet) {
  EXPECT_EQ(routes_.find("HEAD", "/v1/calls").answer, routes_.find("GET", "/v1/calls").answer);
}

TEST_F(HttpRoutesTest, AKnownPathTellsItsMethods) {
  const auto match = routes_.find("DELETE", "/v1/calls/c1");
  EXPECT_EQ(match.answer, nullptr);
  EXPECT_EQ(match.allow, "GET, HEAD, POST");
}

TEST_F(HttpRoutesTest, OtherPathsAreUnknown) {
  for (const char* path : {"/v1", "/v1/calls/", "/v1/calls//recording", "/v1/calls/c1/other",
                           "/v1/calls/c1/recording/x", "//", "/V1/calls"}) {
    const auto match = routes_.find("GET", path);
    EXPECT_EQ(match.answer, nullptr) << path;
    EXPECT_EQ(match.allow, "") << path;
  }
}

TEST_F(HttpRoutesTest, ListsThemselves) {
  EXPECT_EQ(routes_.list().size(), 5U);
  EXPECT_EQ(routes_.list()[2], "GET /v1/calls/{id}");
}

}  // namespace
}  // namespace parley
