// SPDX-License-Identifier: Apache-2.0
#include "stored_api_scene.hpp"

namespace parley {
namespace {

class AnalyticsApiOnPostgres : public test::StoredApiScene {
 protected:
  test::ApiAnswer figures(const std::string& query, const std::string& key) {
    return ask({"GET", "/v1/analytics/router/theirs" + query, key, "", {}});
  }
};

TEST_F(AnalyticsApiOnPostgres, CountsTheCallsOfThePeriod) {
  const auto work = [](DatabaseSession& session) {
    return session.execute(
        R"sql(UPDATE turns SET decision = '{"layer": "1a", "method": "exact", "pattern": "p", "confidence": 1,
              "candidates": [], "cost_usd": 0, "saved_usd": 0.01}')sql");
  };
  ASSERT_TRUE(loop.run(database->transact(OrganizationKey{"theirs"}, work)));
  // The scene's call began 1001 s after the epoch.
  const auto json = figures("?to=1970-01-01T12:00:00Z", theirs).json();
  EXPECT_EQ(json["total"], 1);
  EXPECT_EQ(json["from"], "1969-12-31T12:00:00.000Z") << "a day by default";
  EXPECT_EQ(json["suppression"]["of_all"], 1.0);
  EXPECT_EQ(json["layers"][0]["layer"], "1a");
  EXPECT_EQ(json["saved_usd"], 0.01);
  EXPECT_EQ(figures("", theirs).json()["total"], 0) << "nobody called today";
  const auto call = ask({"GET", path_of("/v1/calls/{id}"), theirs, "", {}}).json();
  EXPECT_EQ(call["router"]["total"], 1);
  EXPECT_EQ(call["router"]["layers"], Json::parse(R"({"1a":1})"));
  EXPECT_EQ(call["router"]["saved_usd"], 0.01);
}

TEST_F(AnalyticsApiOnPostgres, PeriodsAreChecked) {
  EXPECT_EQ(figures("?to=tomorrow", theirs).code(), "invalid_period");
  EXPECT_EQ(figures("?from=2999-01-01T00:00:00Z", theirs).code(), "invalid_period");
  EXPECT_EQ(figures("?from=1999-01-01T00:00:00Z", theirs).code(), "invalid_period") << "more than a year";
}

TEST_F(AnalyticsApiOnPostgres, AForeignOrganizationIsNone) {
  EXPECT_EQ(figures("", mine).status(), 404U);
  EXPECT_EQ(figures("", kInstallation).status(), 200U);
}

}  // namespace
}  // namespace parley
