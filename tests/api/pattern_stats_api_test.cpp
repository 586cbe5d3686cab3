// SPDX-License-Identifier: Apache-2.0
#include "stored_api_scene.hpp"

namespace parley {
namespace {

class PatternStatsApiOnPostgres : public test::StoredApiScene {
 protected:
  Json stats() { return ask({"GET", path_of("/v1/patterns/{id}"), theirs, "", {}}).json()["stats"]; }
};

TEST_F(PatternStatsApiOnPostgres, PatternsShowHowTheyDo) {
  EXPECT_EQ(stats()["hits"], 7);
  EXPECT_EQ(stats()["success_rate"], 1.0);
  EXPECT_EQ(stats()["learned"], false);
  EXPECT_EQ(stats()["switched_off_why"], "MARKER why");
  const auto listed = ask({"GET", "/v1/patterns", theirs, "", {}}).json()["data"];
  EXPECT_EQ(listed[0]["stats"], stats());
  EXPECT_EQ(listed[0]["version"], 1);
  const auto unused = ask({"GET", "/v1/patterns", mine, "", {}}).json()["data"];
  EXPECT_EQ(unused[0]["stats"]["hits"], 0) << "another organization's pattern of the same key";
}

TEST_F(PatternStatsApiOnPostgres, WhatWasShownMayBeSentBack) {
  const auto target = path_of("/v1/patterns/{id}");
  auto shown = ask({"GET", target, theirs, "", {}}).json();
  shown["reply"] = "MARKER again";
  const auto put = ask({"PUT", target, theirs, shown.dump(), {{"If-Match", "*"}}});
  EXPECT_EQ(put.status(), 200U) << put.response.body;
  EXPECT_EQ(put.json()["version"], 2);
}

TEST_F(PatternStatsApiOnPostgres, ThumbsCountOnce) {
  const auto target = path_of("/v1/patterns/{id}/thumbs");
  const HttpHeaders once{{"Idempotency-Key", "k1"}};
  EXPECT_EQ(ask({"POST", target, theirs, R"({"up":false})", once}).json()["thumbs_down"], 1);
  EXPECT_EQ(ask({"POST", target, theirs, R"({"up":false})", once}).json()["thumbs_down"], 1) << "a replay";
  EXPECT_EQ(ask({"POST", target, theirs, R"({"up":true})", {}}).json()["thumbs_up"], 1);
  EXPECT_EQ(stats()["thumbs_down"], 1);
  EXPECT_EQ(ask({"POST", target, theirs, R"({"up":"yes"})", {}}).status(), 422U);
}

TEST_F(PatternStatsApiOnPostgres, StatisticsBeginAnew) {
  EXPECT_EQ(ask({"POST", "/v1/patterns/reset-stats", mine, "", {}}).json()["reset"], 0);
  EXPECT_EQ(stats()["hits"], 7);
  EXPECT_EQ(ask({"POST", path_of("/v1/patterns/{id}/reset-stats"), theirs, "", {}}).json()["reset"], 1);
  EXPECT_EQ(stats()["hits"], 0);
  EXPECT_EQ(ask({"POST", "/v1/patterns/reset-stats", theirs, "", {}}).json()["reset"], 1);
}

}  // namespace
}  // namespace parley
