// SPDX-License-Identifier: Apache-2.0
#include "parley/store/pattern_stats.hpp"

#include <gtest/gtest.h>

#include "store/organization_scene.hpp"

namespace parley {
namespace {

using test::kNote;

const std::string kFirst = "01980000-0000-7000-8000-000000000001";
const std::string kSecond = "01980000-0000-7000-8000-000000000002";
const std::string kThird = "01980000-0000-7000-8000-000000000003";

class PatternStatsOnPostgres : public test::OrganizationScene {
 protected:
  void health(const OrganizationKey& organization, const std::string& key) {
    const auto done = asked_.transact(
        organization,
        "INSERT INTO pattern_health (organization_id, pattern_key, learned, uses, audits, audits_right, success_rate, "
        "switched_off_at, switched_off_why, provenance) "
        "VALUES (parley_tenant(), $1, true, 12, 4, 3, 0.75, to_timestamp(1000), 'audits', '{\"call\": \"c\"}')",
        {key});
    ASSERT_TRUE(done) << done.error().message;
  }
  void candidate(const OrganizationKey& organization, const std::string& id, const std::string& state) {
    const auto done = asked_.transact(organization,
                                      "INSERT INTO answer_candidates (id, organization_id, question, answer, "
                                      "confidence, state, pattern_key) VALUES ($1::uuid, parley_tenant(), 'q ' || $1, "
                                      "'an answer', 0.93, $2, CASE WHEN $2 = 'learned' THEN 'made' END)",
                                      {id, state});
    ASSERT_TRUE(done) << done.error().message;
  }
  std::map<std::string, PatternStats> of(const OrganizationKey& organization, std::vector<std::string> keys) {
    auto found = run(stats_->of(organization, std::move(keys)));
    EXPECT_TRUE(found);
    return found ? *found : std::map<std::string, PatternStats>();
  }
  std::vector<std::string> ids(const OrganizationKey& organization, const std::string& state = "") {
    std::vector<std::string> ids;
    const auto page = run(stats_->candidates(organization, state, 10, ""));
    EXPECT_TRUE(page);
    for (const auto& one : page->candidates) ids.push_back(one.id);
    return ids;
  }

  std::unique_ptr<PatternStatsStore> stats_ = PatternStatsStore::create(*asked_.database, *asked_.clock);
};

TEST_F(PatternStatsOnPostgres, TellsOfTheKeysThatAreAskedFor) {
  health(alpha_.key, "hours");
  health(alpha_.key, "address");
  health(beta_.key, "hours");
  const auto found = of(alpha_.key, {"hours", "never_used", "{\"odd\", key}"});
  ASSERT_EQ(found.size(), 1U);
  const auto& stats = found.at("hours");
  EXPECT_TRUE(stats.learned);
  EXPECT_EQ(stats.uses, 12);
  EXPECT_EQ(stats.audits_right, 3);
  EXPECT_DOUBLE_EQ(stats.success_rate, 0.75);
  EXPECT_EQ(stats.switched_off_at, WallTime{std::chrono::seconds{1000}});
  EXPECT_EQ(stats.switched_off_why, "audits");
  EXPECT_EQ(stats.provenance, "{\"call\": \"c\"}");
  EXPECT_TRUE(of({"nobody"}, {"hours"}).empty());
}

TEST_F(PatternStatsOnPostgres, ResetForgetsCountsAndKeepsWhereItCameFrom) {
  health(alpha_.key, "hours");
  health(alpha_.key, "address");
  health(beta_.key, "hours");
  EXPECT_EQ(*run(stats_->reset(alpha_.key, {"hours"}, kNote)), 1);
  PatternStats fresh;
  fresh.learned = true;
  fresh.provenance = "{\"call\": \"c\"}";
  EXPECT_EQ(of(alpha_.key, {"hours"}).at("hours"), fresh);
  EXPECT_EQ(of(alpha_.key, {"address"}).at("address").uses, 12);
  EXPECT_EQ(*run(stats_->reset(alpha_.key, {}, kNote)), 2);
  EXPECT_EQ(of(alpha_.key, {"address"}).at("address").uses, 0);
  EXPECT_EQ(of(beta_.key, {"hours"}).at("hours").uses, 12) << "another organization's";
  EXPECT_EQ(actions(alpha_.key).front(), "pattern.stats_reset");
  EXPECT_EQ(fault_of(run(stats_->reset({"nobody"}, {}, kNote))), "not_found");
}

TEST_F(PatternStatsOnPostgres, ThumbsCountAlsoBeforeTheFirstUse) {
  EXPECT_EQ(run(stats_->thumb(alpha_.key, "hours", true, kNote))->thumbs_up, 1);
  EXPECT_EQ(run(stats_->thumb(alpha_.key, "hours", true, kNote))->thumbs_up, 2);
  const auto down = run(stats_->thumb(alpha_.key, "hours", false, kNote));
  EXPECT_EQ(down->thumbs_up, 2);
  EXPECT_EQ(down->thumbs_down, 1);
  EXPECT_LT(down->success_rate, 1) << "a thumb weighs as two audits";
  EXPECT_GT(down->success_rate, 0.5);
  EXPECT_EQ(fault_of(run(stats_->thumb(alpha_.key, "no_pattern", true, kNote))), "not_found");
  EXPECT_TRUE(of(beta_.key, {"hours"}).empty());
}

TEST_F(PatternStatsOnPostgres, CandidatesComeNewestFirstInPages) {
  candidate(alpha_.key, kFirst, "seen");
  candidate(alpha_.key, kSecond, "refused");
  candidate(alpha_.key, kThird, "seen");
  EXPECT_EQ(ids(alpha_.key), (std::vector<std::string>{kThird, kSecond, kFirst}));
  EXPECT_EQ(ids(alpha_.key, "seen"), (std::vector<std::string>{kThird, kFirst}));
  EXPECT_TRUE(ids(beta_.key).empty());
  const auto page = run(stats_->candidates(alpha_.key, "", 2, ""));
  EXPECT_EQ(page->next_cursor, kSecond);
  const auto rest = run(stats_->candidates(alpha_.key, "", 2, kSecond));
  ASSERT_EQ(rest->candidates.size(), 1U);
  EXPECT_EQ(rest->candidates[0].id, kFirst);
  EXPECT_DOUBLE_EQ(rest->candidates[0].confidence, 0.93);
  EXPECT_FALSE(rest->next_cursor);
}

TEST_F(PatternStatsOnPostgres, ACandidateIsApprovedOrRefusedUntilItIsAPattern) {
  candidate(alpha_.key, kFirst, "seen");
  candidate(alpha_.key, kSecond, "learned");
  const auto approved = run(stats_->decide(alpha_.key, kFirst, CandidateDecision::approve, kNote));
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->state, "approved");
  EXPECT_EQ(approved->reason, "approved by key 1");
  EXPECT_EQ(run(stats_->decide(alpha_.key, kFirst, CandidateDecision::refuse, kNote))->state, "refused");
  EXPECT_EQ(actions(alpha_.key).front(), "candidate.refused");
  EXPECT_EQ(fault_of(run(stats_->decide(alpha_.key, kSecond, CandidateDecision::refuse, kNote))), "conflict");
  EXPECT_EQ(fault_of(run(stats_->decide(beta_.key, kFirst, CandidateDecision::approve, kNote))), "not_found");
  EXPECT_EQ(fault_of(run(stats_->decide(alpha_.key, "nonsense", CandidateDecision::approve, kNote))), "not_found");
}

}  // namespace
}  // namespace parley
