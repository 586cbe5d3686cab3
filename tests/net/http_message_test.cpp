// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_message.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(HttpHeaders, CompareNamesWithoutCase) {
  HttpHeaders headers{{"Content-Type", "text/plain"}, {"X-A", "1"}, {"x-a", "2"}};
  EXPECT_EQ(headers.get("content-TYPE"), "text/plain");
  EXPECT_EQ(headers.get("X-a"), "1");
  EXPECT_EQ(headers.get("absent"), "");
  EXPECT_FALSE(headers.has("absent"));
  headers.set("x-A", "3");
  EXPECT_EQ(headers.entries().size(), 2U);
  EXPECT_EQ(headers.get("x-a"), "3");
}

TEST(HttpRequest, TellsAbsentFromEmpty) {
  HttpRequest request;
  request.query = {{"verbose", ""}, {"limit", "5"}, {"limit", "6"}};
  EXPECT_EQ(request.query_value("verbose"), "");
  EXPECT_EQ(request.query_value("limit"), "5");
  EXPECT_EQ(request.query_value("cursor"), std::nullopt);
  EXPECT_EQ(request.path_value("id"), "");
}

TEST(ReasonPhrase, NamesKnownAndUnknownStatus) {
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(599), "Error");
  EXPECT_EQ(reason_phrase(299), "OK");
}

}  // namespace
}  // namespace parley
