// SPDX-License-Identifier: Apache-2.0
#include "parley/store/alert_store.hpp"

#include <gtest/gtest.h>

#include "store/organization_scene.hpp"
#include "support/manual_clock.hpp"

namespace parley {
namespace {

using test::kNote;

class AlertStoreOnPostgres : public test::OrganizationScene {
 protected:
  static AlertRow alert(const std::string& kind, const std::string& subject) {
    AlertRow row;
    row.kind = kind;
    row.subject = subject;
    row.severity = "warning";
    row.detail = kind + " of " + subject;
    row.value = 0.25;
    row.threshold = 0.125;
    return row;
  }
  void raise(const OrganizationKey& organization, const std::string& kind, const std::string& subject) {
    std::vector<AlertRow> raised;
    raised.push_back(alert(kind, subject));
    const auto done = run(alerts_->change(organization, std::move(raised), {}));
    ASSERT_TRUE(done) << done.error().message;
  }
  void over(const OrganizationKey& organization, const std::string& kind, const std::string& subject) {
    std::vector<std::pair<std::string, std::string>> resolved{{kind, subject}};
    ASSERT_TRUE(run(alerts_->change(organization, {}, std::move(resolved))));
  }
  std::vector<AlertRow> listed(const OrganizationKey& organization, const std::string& state = "") {
    const auto page = run(alerts_->list(organization, state, 100, ""));
    EXPECT_TRUE(page);
    return page ? page->alerts : std::vector<AlertRow>();
  }
  // "kind state" of what the webhook is to be told now.
  std::vector<std::string> untold(const OrganizationKey& organization) {
    std::vector<std::string> told;
    const auto rows = run(alerts_->take_untold(organization));
    EXPECT_TRUE(rows);
    for (const auto& row : *rows) told.push_back(row.kind + " " + row.state);
    return told;
  }
  void pass(std::chrono::minutes time) { clock_.advance(time); }
  void sql(const OrganizationKey& organization, Sql statement) {
    const auto done = asked_.transact(organization, statement);
    ASSERT_TRUE(done) << done.error().message;
  }

  const OrganizationKey installation_{};
  asio::io_context clock_loop_;
  test::ManualClock clock_{clock_loop_};
  std::unique_ptr<AlertStore> alerts_ = AlertStore::create(*asked_.database, clock_);
};

TEST_F(AlertStoreOnPostgres, OneOfANameIsOpenAtATime) {
  raise(alpha_.key, "pattern_off", "hours");
  raise(alpha_.key, "pattern_off", "hours");
  raise(alpha_.key, "pattern_off", "address");
  raise(beta_.key, "pattern_off", "hours");
  raise(installation_, "router_errors", "node-a");
  raise(installation_, "router_errors", "node-a");
  EXPECT_EQ(listed(alpha_.key).size(), 2U);
  EXPECT_EQ(listed(beta_.key).size(), 1U);
  EXPECT_EQ(listed(installation_).size(), 1U);
  over(alpha_.key, "pattern_off", "hours");
  ASSERT_EQ(listed(alpha_.key, "resolved").size(), 1U);
  const auto row = listed(alpha_.key, "resolved")[0];
  EXPECT_EQ(row.resolved_by, "itself");
  EXPECT_TRUE(row.resolved_at);
  EXPECT_EQ(row.organization, alpha_.key);
  EXPECT_DOUBLE_EQ(row.value, 0.25);
  EXPECT_EQ(listed(beta_.key, "open").size(), 1U) << "another organization's";
  raise(alpha_.key, "pattern_off", "hours");
  EXPECT_EQ(listed(alpha_.key).size(), 3U) << "it began anew";
}

TEST_F(AlertStoreOnPostgres, PagesAreNewestFirst) {
  for (const char* subject : {"a", "b", "c"}) raise(alpha_.key, "pattern_off", subject);
  const auto page = run(alerts_->list(alpha_.key, "", 2, ""));
  ASSERT_EQ(page->alerts.size(), 2U);
  EXPECT_EQ(page->alerts[0].subject, "c");
  ASSERT_TRUE(page->next_cursor);
  const auto rest = run(alerts_->list(alpha_.key, "", 2, *page->next_cursor));
  ASSERT_EQ(rest->alerts.size(), 1U);
  EXPECT_EQ(rest->alerts[0].subject, "a");
  EXPECT_FALSE(rest->next_cursor);
}

TEST_F(AlertStoreOnPostgres, IsToldOnceAStateAndOnceAnHour) {
  raise(alpha_.key, "router_errors", "");
  EXPECT_EQ(untold(alpha_.key), std::vector<std::string>{"router_errors open"});
  EXPECT_TRUE(untold(alpha_.key).empty()) << "another instance gets nothing";
  over(alpha_.key, "router_errors", "");
  EXPECT_TRUE(untold(alpha_.key).empty()) << "within the hour";
  pass(std::chrono::minutes{61});
  EXPECT_EQ(untold(alpha_.key), std::vector<std::string>{"router_errors resolved"});
  EXPECT_TRUE(untold(beta_.key).empty());
}

TEST_F(AlertStoreOnPostgres, FlappingIsOneMessageAnHour) {
  for (int i = 0; i < 5; ++i) {
    raise(alpha_.key, "router_errors", "");
    const auto told = untold(alpha_.key);
    EXPECT_EQ(told.size(), i == 0 ? 1U : 0U) << i;
    over(alpha_.key, "router_errors", "");
    EXPECT_TRUE(untold(alpha_.key).empty()) << i;
    pass(std::chrono::minutes{5});
  }
  pass(std::chrono::minutes{60});
  EXPECT_EQ(untold(alpha_.key), std::vector<std::string>{"router_errors resolved"}) << "how it stands";
}

TEST_F(AlertStoreOnPostgres, WhoWasNeverToldOfItIsNotToldThatItIsOver) {
  raise(alpha_.key, "router_errors", "");
  over(alpha_.key, "router_errors", "");
  EXPECT_TRUE(untold(alpha_.key).empty());
}

TEST_F(AlertStoreOnPostgres, WhatCouldNotBeToldComesAgainAfterAPause) {
  raise(alpha_.key, "router_errors", "");
  const auto rows = run(alerts_->take_untold(alpha_.key));
  ASSERT_EQ(rows->size(), 1U);
  ASSERT_TRUE(run(alerts_->put_back(alpha_.key, rows->front().id, std::chrono::seconds{300})));
  EXPECT_TRUE(untold(alpha_.key).empty());
  pass(std::chrono::minutes{6});
  EXPECT_EQ(untold(alpha_.key), std::vector<std::string>{"router_errors open"});
}

TEST_F(AlertStoreOnPostgres, IsResolvedByHandWithinItsOrganization) {
  raise(alpha_.key, "pattern_off", "hours");
  const auto id = listed(alpha_.key)[0].id;
  EXPECT_EQ(fault_of(run(alerts_->resolve(beta_.key, id, kNote))), "not_found");
  EXPECT_EQ(fault_of(run(alerts_->resolve(installation_, id, kNote))), "not_found");
  const auto resolved = run(alerts_->resolve(alpha_.key, id, kNote));
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->state, "resolved");
  EXPECT_EQ(resolved->resolved_by, "key 1");
  EXPECT_EQ(run(alerts_->resolve(alpha_.key, id, {"key 2", ""}))->resolved_by, "key 1") << "it stays so";
  EXPECT_EQ(actions(alpha_.key).front(), "alert.resolved");
}

TEST_F(AlertStoreOnPostgres, FactsAreOfOneOrganizationAndOfTheLastMinutes) {
  for (const auto& key : {alpha_.key, beta_.key}) {
    sql(key, R"sql(
      WITH call AS (
        INSERT INTO calls (id, organization_id, caller, called, transport, node, started_at)
        VALUES (gen_random_uuid(), parley_tenant(), '1', '2', 'sip', 'n', to_timestamp(86400 * 365)) RETURNING id)
      INSERT INTO turns (call_id, number, organization_id, decision, timings, created_at)
      SELECT call.id, i, parley_tenant(),
             jsonb_build_object('layer', CASE WHEN i = 4 THEN '1b' ELSE 'fallback' END,
                                'method', CASE WHEN i < 3 THEN 'router_error' ELSE 'fallback' END, 'cost_usd', 0.5)
               || CASE WHEN i > 2 THEN '{"embedding_usd": 0.125}' ELSE '{}' END::jsonb, '{}',
             to_timestamp(86400 * 365) - CASE WHEN i = 1 THEN interval '10 minutes' ELSE interval '0' END
      FROM call, generate_series(1, 4) AS i)sql");
    sql(key, R"sql(
      INSERT INTO pattern_health (organization_id, pattern_key, switched_off_at, switched_off_why)
      VALUES (parley_tenant(), 'hours', now(), 'wrong'), (parley_tenant(), 'address', now(), 'active again'),
             (parley_tenant(), 'gone', now(), 'deleted since'))sql");
    sql(key,
        "INSERT INTO embedding_costs (organization_id, day, cost_usd) VALUES "
        "(parley_tenant(), '1971-01-01', 0.5), (parley_tenant(), '1970-12-31', 64)");
    sql(key, "UPDATE patterns SET active = false WHERE key = 'hours'");
  }
  clock_.advance(WallTime{std::chrono::hours{24 * 365}} - clock_.wall_now());
  raise(alpha_.key, "router_errors", "");
  const auto facts = run(alerts_->facts(alpha_.key, true));
  ASSERT_TRUE(facts) << facts.error().message;
  EXPECT_EQ(facts->decisions, 3) << "one is older";
  EXPECT_EQ(facts->errors, 1);
  EXPECT_DOUBLE_EQ(facts->meaning_usd, 0.75) << "two live questions and the lessons of today";
  EXPECT_EQ(facts->patterns_off, (std::vector<std::pair<std::string, std::string>>{{"hours", "wrong"}}));
  ASSERT_EQ(facts->open.size(), 1U);
  EXPECT_EQ(run(alerts_->facts(alpha_.key, false))->meaning_usd, 0);
  EXPECT_TRUE(run(alerts_->facts(installation_, true))->open.empty());
}

}  // namespace
}  // namespace parley
