// SPDX-License-Identifier: Apache-2.0
#include "parley/store/warming_facts.hpp"

#include <gtest/gtest.h>

#include "store/organization_scene.hpp"

namespace parley {
namespace {

using Words = std::vector<std::string>;

constexpr WallTime at(int seconds) { return WallTime{std::chrono::seconds{seconds}}; }

class WarmingFactsOnPostgres : public test::OrganizationScene {
 protected:
  void call(const OrganizationKey& organization, int second, const std::string& caller, const Words& said,
            const std::string& layer = "1a") {
    const auto id = "01980000-0000-7000-8000-" + std::to_string(100000000000 + ++made_);
    must(asked_.transact(organization,
                         "INSERT INTO calls (id, organization_id, caller, called, transport, node, started_at) "
                         "VALUES ($1::uuid, parley_tenant(), $3, '2', 'sip', 'n', to_timestamp($2::integer))",
                         {id, std::to_string(second), caller}));
    for (std::size_t i = 0; i < said.size(); ++i)
      must(asked_.transact(organization,
                           "INSERT INTO turns (call_id, number, organization_id, caller_text, decision, timings) "
                           "VALUES ($1::uuid, $2::integer, parley_tenant(), $3, jsonb_build_object('layer', $4::text), "
                           "'{}')",
                           {id, std::to_string(i + 1), said[i], layer}));
  }
  void callback(const std::string& number, const std::string& heard, int second, const std::string& state = "open") {
    const auto id = "01980000-0000-7000-9000-" + std::to_string(100000000000 + ++made_);
    must(asked_.transact(alpha_.key,
                         "INSERT INTO callbacks (id, organization_id, call_id, number, heard, state, asked_at) "
                         "VALUES ($1::uuid, parley_tenant(), $1::uuid, $2, $3, $4, to_timestamp($5::integer))",
                         {id, number, heard, state, std::to_string(second)}));
  }
  static void must(const Result<Rows>& done) { ASSERT_TRUE(done) << done.error().message; }
  Words questions(const OrganizationKey& organization, int since, std::size_t most = 10) {
    auto found = run(facts_->questions(organization, at(since), most));
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : Words();
  }
  std::vector<CallerHistory> callers(const Words& numbers, int since = 0, std::size_t most = 10) {
    auto found = run(facts_->callers(alpha_.key, numbers, at(since), most));
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : std::vector<CallerHistory>();
  }

  int made_ = 0;
  std::unique_ptr<WarmingFacts> facts_ = WarmingFacts::create(*asked_.database);
};

TEST_F(WarmingFactsOnPostgres, QuestionsThatWereAskedOftenComeFirst) {
  call(alpha_.key, 100, "1", {"When do you open?", "Where are you", "what's   the price"});
  call(alpha_.key, 200, "2", {"when do you open", "What's the price!", "When do YOU open, "});
  call(alpha_.key, 300, "3", {"asked once", "", "x", "x"});
  call(beta_.key, 300, "3", {"of another", "of another"});
  EXPECT_EQ(questions(alpha_.key, 0), (Words{"when do you open", "what's the price"}));
  EXPECT_EQ(questions(alpha_.key, 0, 1), (Words{"when do you open"}));
  EXPECT_EQ(questions(alpha_.key, 150), (Words{"when do you open"})) << "of that time alone";
  EXPECT_EQ(questions(beta_.key, 0), (Words{"of another"}));
}

TEST_F(WarmingFactsOnPostgres, WhatWasRefusedIsNoQuestion) {
  call(alpha_.key, 100, "1", {"drop table", "drop table"}, "0");
  EXPECT_EQ(questions(alpha_.key, 0), Words{});
}

TEST_F(WarmingFactsOnPostgres, CallersAreThoseNamedAndThoseWhoCallOften) {
  call(alpha_.key, 100, "+15550100", {});
  call(alpha_.key, 200, "15550100", {});
  call(alpha_.key, 300, "+15550101", {});
  call(alpha_.key, 400, "+15550102", {});
  call(beta_.key, 500, "+15550100", {});
  callback("+15550100", "about the boiler", 250);
  callback("+15550100", "about the bill", 260);
  callback("+15550100", "was done", 270, "done");
  const auto found = callers({"+15550102", "+15550109"});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0], (CallerHistory{"15550102", 1, at(400), {}}));
  EXPECT_EQ(found[1], (CallerHistory{"15550100", 2, at(200), {"about the bill", "about the boiler"}}));
  EXPECT_EQ(found[2], (CallerHistory{"15550109", 0, std::nullopt, {}}));
  EXPECT_TRUE(callers({}, 150).empty());
}

TEST_F(WarmingFactsOnPostgres, AnOrganizationThatIsNotThereIsAnError) {
  EXPECT_EQ(run(facts_->questions(OrganizationKey{"nobody"}, at(0), 1)).error().fault, Fault::not_found);
  EXPECT_EQ(run(facts_->callers(OrganizationKey{"nobody"}, {}, at(0), 1)).error().fault, Fault::not_found);
}

}  // namespace
}  // namespace parley
