// SPDX-License-Identifier: Apache-2.0
#include "parley/store/router_figures.hpp"

#include <gtest/gtest.h>

#include "store/organization_scene.hpp"

namespace parley {
namespace {

constexpr WallTime at(int seconds) { return WallTime{std::chrono::seconds{seconds}}; }

class RouterFiguresOnPostgres : public test::OrganizationScene {
 protected:
  // A call that began at `second` with one turn a decision.
  void call(const OrganizationKey& organization, int second, const std::vector<std::string>& decisions,
            const std::string& timings = R"({"route": 2})") {
    const auto id = "01980000-0000-7000-8000-" + std::to_string(100000000000 + ++made_);
    must(asked_.transact(organization,
                         "INSERT INTO calls (id, organization_id, caller, called, transport, node, started_at) "
                         "VALUES ($1::uuid, parley_tenant(), '1', '2', 'sip', 'n', to_timestamp($2::integer))",
                         {id, std::to_string(second)}));
    for (std::size_t i = 0; i < decisions.size(); ++i)
      must(asked_.transact(organization,
                           "INSERT INTO turns (call_id, number, organization_id, decision, timings) "
                           "VALUES ($1::uuid, $2::integer, parley_tenant(), nullif($3, '')::jsonb, $4::jsonb)",
                           {id, std::to_string(i + 1), decisions[i], timings}));
  }
  static std::string decision(const std::string& layer, const std::string& method, const std::string& more = "") {
    return R"({"layer":")" + layer + R"(","method":")" + method + R"(","cost_usd":0.25,"saved_usd":0.5)" + more + "}";
  }
  void sql(const OrganizationKey& organization, Sql statement) { must(asked_.transact(organization, statement)); }
  static void must(const Result<Rows>& done) { ASSERT_TRUE(done) << done.error().message; }
  RouterFigures figures(const OrganizationKey& organization, int from = 0, int before = 1000) {
    auto found = run(analytics_->figures(organization, at(from), at(before)));
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : RouterFigures();
  }

  int made_ = 0;
  std::unique_ptr<RouterAnalytics> analytics_ = RouterAnalytics::create(*asked_.database);
};

TEST_F(RouterFiguresOnPostgres, CountsWhatEachLayerDid) {
  call(
      alpha_.key, 10,
      {decision("0", "validation"), decision("1a", "exact"), decision("1a", "keyword"), decision("1b", "meaning"), ""});
  call(alpha_.key, 20, {decision("fallback", "router_error"), decision("fallback", "fallback")});
  call(alpha_.key, 30, {decision("2", "model")}, R"({"route": 3, "llm_ttft": 700})");
  call(beta_.key, 10, {decision("1a", "exact")});
  const auto found = figures(alpha_.key);
  EXPECT_EQ(found.total, 7) << "a turn without a decision is none";
  EXPECT_EQ(found.refused, 1);
  EXPECT_EQ(found.unanswered, 2);
  EXPECT_EQ(found.answerable(), 4);
  EXPECT_EQ(found.suppressed, 3);
  EXPECT_EQ(found.errors, 1);
  EXPECT_EQ(found.asked_1b, 3) << "1b, 2 and what nothing answered";
  EXPECT_DOUBLE_EQ(found.cost_usd, 1.75);
  EXPECT_DOUBLE_EQ(found.saved_usd, 3.5);
  ASSERT_EQ(found.layers.size(), 5U);
  EXPECT_EQ(found.layers[1], (LayerFigures{"1a", "", 2, 0.5, 1, {{2, 2, 2}}}));
  EXPECT_EQ(found.layers[3], (LayerFigures{"2", "", 1, 0.25, 0.5, {{700, 700, 700}}})) << "to the first words";
  ASSERT_EQ(found.methods.size(), 7U);
  EXPECT_EQ(found.methods[1].method, "exact");
  EXPECT_EQ(figures(beta_.key).total, 1);
}

TEST_F(RouterFiguresOnPostgres, PercentilesAreOfThePeriodAlone) {
  for (int i = 1; i <= 100; ++i)
    call(alpha_.key, i, {decision("1a", "exact")}, R"({"route": )" + std::to_string(i) + "}");
  call(alpha_.key, 101, {decision("1a", "exact")}, R"({"route": 90000})");
  call(alpha_.key, 50, {decision("1b", "meaning")}, "{}");
  const auto found = figures(alpha_.key, 1, 101);
  ASSERT_EQ(found.layers.size(), 2U);
  ASSERT_TRUE(found.layers[0].latency_ms);
  EXPECT_NEAR((*found.layers[0].latency_ms)[0], 50.5, 0.01);
  EXPECT_NEAR((*found.layers[0].latency_ms)[1], 95.05, 0.01);
  EXPECT_NEAR((*found.layers[0].latency_ms)[2], 99.01, 0.01);
  EXPECT_FALSE(found.layers[1].latency_ms) << "nothing was measured";
  EXPECT_EQ(figures(alpha_.key, 101, 102).total, 1);
}

TEST_F(RouterFiguresOnPostgres, ShadowSaysWhatItWouldHaveAnswered) {
  call(alpha_.key, 10,
       {decision("1a", "exact", R"(,"pattern":"hours","shadow":"hours")"),
        decision("1a", "exact", R"(,"pattern":"hours","shadow":"address")"),
        decision("2", "model", R"(,"pattern":"","shadow":"address")"), decision("2", "model")});
  const auto found = figures(alpha_.key);
  EXPECT_EQ(found.shadow, 3);
  EXPECT_EQ(found.shadow_different, 1);
}

TEST_F(RouterFiguresOnPostgres, TellsWhatWasLearnedMinedSwitchedOffAndAudited) {
  for (const auto& key : {alpha_.key, beta_.key}) {
    sql(key, R"sql(
      INSERT INTO answer_candidates (id, organization_id, question, answer, confidence, state)
      SELECT gen_random_uuid(), parley_tenant(), 'q' || i, 'a', 0.9, CASE WHEN i < 3 THEN 'learned' ELSE 'seen' END
      FROM generate_series(1, 4) AS i)sql");
    sql(key, "INSERT INTO mined_negatives (organization_id, question) VALUES (parley_tenant(), 'q')");
    sql(key, R"sql(
      INSERT INTO pattern_health (organization_id, pattern_key, switched_off_at)
      VALUES (parley_tenant(), 'a', to_timestamp(100)), (parley_tenant(), 'b', to_timestamp(5000)))sql");
    sql(key, R"sql(
      INSERT INTO pattern_audits (id, organization_id, pattern_key, call_id, turn, question, said, model_said, agrees,
                                  created_at)
      SELECT gen_random_uuid(), parley_tenant(), 'a', gen_random_uuid(), 1, 'q', 's', 'm', i <> 2, to_timestamp(i * 100)
      FROM generate_series(1, 3) AS i)sql");
  }
  const auto early = figures(alpha_.key);
  EXPECT_EQ(early.switched_off, 1);
  EXPECT_EQ(early.audits, 3);
  EXPECT_EQ(early.audits_right, 2);
  EXPECT_EQ(early.learned, 0) << "that was now";
  const auto soon = asked_.clock->wall_now() + std::chrono::hours{1};
  auto now = run(analytics_->figures(alpha_.key, at(0), soon));
  ASSERT_TRUE(now);
  EXPECT_EQ(now->learned, 2);
  EXPECT_EQ(now->mined, 1);
}

TEST_F(RouterFiguresOnPostgres, VectorsOfQuestionsAndOfLessonsAreCounted) {
  call(alpha_.key, 10,
       {decision("1b", "meaning", R"(,"embedding_usd":0.25)"), decision("2", "model", R"(,"embedding_usd":0.5)")});
  for (const auto& key : {alpha_.key, beta_.key}) {
    sql(key,
        "INSERT INTO embedding_costs (organization_id, day, cost_usd) VALUES (parley_tenant(), '1970-01-01', 2), "
        "(parley_tenant(), '1970-01-02', 16)");
  }
  EXPECT_DOUBLE_EQ(figures(alpha_.key).embedding_usd, 2.75) << "the second day is beyond the period";
}

TEST_F(RouterFiguresOnPostgres, NobodyIsNobody) {
  EXPECT_EQ(fault_of(run(analytics_->figures({"nobody"}, at(0), at(10)))), "not_found");
  const auto found = figures(alpha_.key);
  EXPECT_EQ(found.total, 0);
  EXPECT_EQ(found.answerable(), 0);
}

TEST(RouterFigures, OfOneCallAreCountedTheSameWay) {
  const auto turn = [](const std::string& layer, const std::string& method, const std::string& pattern,
                       const std::string& shadow) {
    TurnRecord made;
    made.decision = RecordedDecision{};
    made.decision->layer = layer;
    made.decision->method = method;
    made.decision->pattern = pattern;
    made.decision->shadow = shadow;
    made.decision->cost_usd = 0.25;
    made.decision->saved_usd = 0.5;
    return made;
  };
  const auto found = figures_of({turn("1a", "exact", "hours", ""), turn("1a", "typo", "hours", "address"),
                                 turn("2", "knowledge", "", "hours"), turn("0", "validation", "", ""), TurnRecord()});
  EXPECT_EQ(found.total, 4);
  EXPECT_EQ(found.suppressed, 2);
  EXPECT_EQ(found.answerable(), 3);
  EXPECT_EQ(found.asked_1b, 1);
  EXPECT_EQ(found.of_layer("1a"), 2);
  EXPECT_EQ(found.methods.size(), 4U);
  EXPECT_EQ(found.shadow, 2);
  EXPECT_EQ(found.shadow_different, 1);
  EXPECT_DOUBLE_EQ(found.saved_usd, 2);
}

}  // namespace
}  // namespace parley
