// SPDX-License-Identifier: Apache-2.0
#include "stored_api_scene.hpp"

namespace parley {
namespace {

class AlertsApiOnPostgres : public test::StoredApiScene {};

TEST_F(AlertsApiOnPostgres, AreListedAndResolved) {
  const auto open = ask({"GET", "/v1/alerts?state=open", theirs, "", {}}).json()["data"];
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0]["kind"], "pattern_off");
  EXPECT_EQ(open[0]["organization"], "theirs");
  EXPECT_TRUE(open[0]["resolved_at"].is_null());
  const auto target = "/v1/alerts/" + alert_id;
  EXPECT_EQ(ask({"POST", target, theirs, R"({"state":"open"})", {}}).status(), 422U);
  const auto resolved = ask({"POST", target, theirs, R"({"state":"resolved"})", {}}).json();
  EXPECT_EQ(resolved["state"], "resolved");
  EXPECT_TRUE(resolved["resolved_by"].get<std::string>().starts_with("key "));
  EXPECT_EQ(ask({"GET", "/v1/alerts?state=open", theirs, "", {}}).json()["data"].size(), 0U);
  EXPECT_EQ(ask({"GET", "/v1/alerts?state=odd", theirs, "", {}}).code(), "invalid_state");
  EXPECT_EQ(ask({"GET", "/v1/alerts?cursor=odd", theirs, "", {}}).code(), "invalid_cursor");
}

TEST_F(AlertsApiOnPostgres, OnesOfTheInstallationAreNobodyElses) {
  const auto work = [](DatabaseSession& session) {
    return session.execute(
        "INSERT INTO alerts (id, kind, severity, subject, detail, opened_at) "
        "VALUES (gen_random_uuid(), 'router_errors', 'critical', 'node-a', 'late', now())");
  };
  ASSERT_TRUE(loop.run(database->transact(OrganizationKey{"*"}, work)));
  const auto all = ask({"GET", "/v1/alerts", kInstallation, "", {}}).json()["data"];
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0]["organization"].is_null());
  EXPECT_EQ(ask({"GET", "/v1/alerts", mine, "", {}}).json()["data"].size(), 0U);
  const auto target = "/v1/alerts/" + all[0]["id"].get<std::string>();
  EXPECT_EQ(ask({"POST", target, mine, R"({"state":"resolved"})", {}}).status(), 404U);
  EXPECT_EQ(ask({"POST", target, kInstallation, R"({"state":"resolved"})", {}}).status(), 200U);
}

}  // namespace
}  // namespace parley
