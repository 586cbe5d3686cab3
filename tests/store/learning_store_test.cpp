// SPDX-License-Identifier: Apache-2.0
#include "parley/store/learning_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/loop_thread.hpp"
#include "support/manual_clock.hpp"
#include "support/plain_meters.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using test::PostgresRoom;

const OrganizationKey kAlpha{"alpha"};
const OrganizationKey kBeta{"beta"};

class LearningStoreOnPostgres : public ::testing::Test {
 protected:
  void SetUp() override {
    auto& room = PostgresRoom::shared();
    room.clear();
    room.run_sql(room.serving_url(),
                 "INSERT INTO tenants (id, key) VALUES ('00000000-0000-7000-8000-00000000000a', 'alpha'),"
                 " ('00000000-0000-7000-8000-00000000000b', 'beta')");
  }
  template <class T>
  T run(Task<T> work) {
    return loop_.run(std::move(work));
  }
  CandidateNote note(const std::string& question, const std::string& answer,
                     CandidateState state = CandidateState::seen) {
    CandidateNote one;
    one.candidate.question = question;
    one.candidate.heard = "Heard: " + question;
    one.candidate.answer = answer;
    one.candidate.confidence = 0.93;
    one.state = state;
    one.call = CallId(*Uuid::parse("01980000-0000-7000-8000-000000000001"));
    one.source = "model";
    return one;
  }

  test::PlainMeters meters_;
  test::LoopThread loop_;
  asio::io_context unused_;
  test::ManualClock clock_{unused_};
  std::unique_ptr<Database> database_ = Database::create({PostgresRoom::shared().serving_url()}, Log(), meters_);
  std::unique_ptr<LearningStore> store_ = LearningStore::create(*database_, clock_);
};

TEST_F(LearningStoreOnPostgres, CountsSightingsOfTheSameAnswerAndStartsAgainWithAnother) {
  ASSERT_TRUE(run(store_->note(kAlpha, note("where to park", "Behind the house."))));
  ASSERT_TRUE(run(store_->note(kAlpha, note("where to park", "Behind the house."))));
  auto candidates = run(store_->candidates(kAlpha, 10));
  ASSERT_TRUE(candidates);
  ASSERT_EQ(candidates->size(), 1U);
  EXPECT_EQ((*candidates)[0],
            (Candidate{"where to park", "Heard: where to park", "Behind the house.", 0.93, 2, false}));
  ASSERT_TRUE(run(store_->note(kAlpha, note("where to park", "In the street."))));
  EXPECT_EQ((*run(store_->candidates(kAlpha, 10)))[0].sightings, 1U);
}

TEST_F(LearningStoreOnPostgres, WhatIsSettledOrRefusedIsNoCandidateAnyMore) {
  ASSERT_TRUE(run(store_->note(kAlpha, note("one", "Same."))));
  ASSERT_TRUE(run(store_->note(kAlpha, note("two", "Same."))));
  ASSERT_TRUE(run(store_->note(kAlpha, note("three", "Other.", CandidateState::refused))));
  std::vector<std::string> questions{"one", "two"};
  ASSERT_TRUE(run(store_->settle(kAlpha, questions, "same")));
  EXPECT_TRUE(run(store_->candidates(kAlpha, 10))->empty());
}

TEST_F(LearningStoreOnPostgres, AnsweredQuestionsKeepTheirGreatestWeightUntilTheyAreDroppedOrForgotten) {
  std::vector<AnsweredQuestion> answered{{"when is it open", "hours", 0}, {"is it open", "hours", 2}};
  ASSERT_TRUE(run(store_->keep_answered(kAlpha, answered)));
  std::vector<AnsweredQuestion> again{{"is it open", "hours", 0}, {"when is it open", "hours", 4}};
  ASSERT_TRUE(run(store_->keep_answered(kAlpha, again)));
  auto kept = *run(store_->answered(kAlpha));
  std::sort(kept.begin(), kept.end(), [](const auto& one, const auto& other) { return one.weight < other.weight; });
  EXPECT_EQ(kept, (std::vector<AnsweredQuestion>{{"is it open", "hours", 2}, {"when is it open", "hours", 4}}));
  EXPECT_TRUE(run(store_->answered(kBeta))->empty());
  std::vector<std::string> wrong{"is it open"};
  ASSERT_TRUE(run(store_->drop_answered(kAlpha, wrong)));
  EXPECT_EQ(run(store_->answered(kAlpha))->size(), 1U);
  ASSERT_TRUE(run(store_->forget(kAlpha, true)));
  EXPECT_EQ(run(store_->answered(kAlpha))->size(), 1U);
  ASSERT_TRUE(run(store_->forget(kAlpha, false)));
  EXPECT_TRUE(run(store_->answered(kAlpha))->empty());
}

TEST_F(LearningStoreOnPostgres, OfAnsweredQuestionsTheNewestStay) {
  std::vector<AnsweredQuestion> old{{"the oldest of all", "hours", 5}};
  ASSERT_TRUE(run(store_->keep_answered(kAlpha, old)));
  std::vector<AnsweredQuestion> many;
  for (std::size_t at = 0; at < kMostAnsweredQuestions; ++at)
    many.push_back({"question " + std::to_string(at), "hours", 0});
  ASSERT_TRUE(run(store_->keep_answered(kAlpha, many)));
  const auto kept = *run(store_->answered(kAlpha));
  EXPECT_EQ(kept.size(), kMostAnsweredQuestions);
  for (const auto& one : kept) ASSERT_NE(one.question, "the oldest of all");
}

TEST_F(LearningStoreOnPostgres, NegativesAreCountedAndErased) {
  std::vector<std::string> questions{"do you sell horses", "do you sell horses", "who won the game"};
  ASSERT_TRUE(run(store_->mine(kAlpha, questions)));
  auto negatives = run(store_->negatives(kAlpha));
  ASSERT_EQ(negatives->size(), 2U);
  for (const auto& one : *negatives) EXPECT_EQ(one.seen, one.question == "do you sell horses" ? 2U : 1U);
  std::vector<std::string> gone{"who won the game"};
  ASSERT_TRUE(run(store_->drop_negatives(kAlpha, gone)));
  EXPECT_EQ(run(store_->negatives(kAlpha))->size(), 1U);
}

TEST_F(LearningStoreOnPostgres, HealthIsCountedOnTheNewestRowAndTellsWhenAPatternIsOff) {
  LearnedFrom from;
  from.confidence = 0.97;
  from.reason = "seen twice";
  ASSERT_TRUE(run(store_->begin_health(kAlpha, "parking", from)));
  std::vector<HealthEvent> events(5, HealthEvent::used);
  auto changes = run(store_->count(kAlpha, "parking", events, {}));
  ASSERT_TRUE(changes) << changes.error().message;
  EXPECT_EQ(changes->back().health.uses, 5U);
  std::vector<HealthEvent> wrong(8, HealthEvent::audit_wrong);
  changes = run(store_->count(kAlpha, "parking", wrong, {}));
  ASSERT_TRUE(changes);
  const auto health = run(store_->health(kAlpha));
  EXPECT_TRUE(health->at("parking").off);
  EXPECT_EQ(health->at("parking").audits, 8U);
  EXPECT_LT(health->at("parking").success_rate, 0.6);
}

TEST_F(LearningStoreOnPostgres, OrganizationsDoNotSeeEachOther) {
  ASSERT_TRUE(run(store_->note(kAlpha, note("where to park", "Behind the house."))));
  std::vector<std::string> questions{"do you sell horses"};
  ASSERT_TRUE(run(store_->mine(kAlpha, questions)));
  ASSERT_TRUE(run(store_->begin_health(kAlpha, "parking", {})));
  EXPECT_TRUE(run(store_->candidates(kBeta, 10))->empty());
  EXPECT_TRUE(run(store_->negatives(kBeta))->empty());
  EXPECT_TRUE(run(store_->health(kBeta))->empty());
  EXPECT_EQ(run(store_->candidates({"nobody"}, 10)).error().fault, Fault::not_found);
}

TEST_F(LearningStoreOnPostgres, ForgetsWhatWasLearnedHereAndNowhereElse) {
  for (const auto& organization : {kAlpha, kBeta}) {
    ASSERT_TRUE(run(store_->note(organization, note("where to park", "Behind the house."))));
    ASSERT_TRUE(run(store_->begin_health(organization, "parking", {})));
    std::vector<std::string> questions{"do you sell horses"};
    ASSERT_TRUE(run(store_->mine(organization, questions)));
  }
  auto counted = run(store_->forget(kAlpha, true));
  EXPECT_EQ(counted->candidates + counted->negatives + counted->patterns, 3);
  EXPECT_EQ(run(store_->candidates(kAlpha, 10))->size(), 1U) << "only counted";
  ASSERT_TRUE(run(store_->forget(kAlpha, false)));
  EXPECT_TRUE(run(store_->candidates(kAlpha, 10))->empty());
  EXPECT_TRUE(run(store_->health(kAlpha))->empty());
  EXPECT_EQ(run(store_->candidates(kBeta, 10))->size(), 1U);
  EXPECT_EQ(run(store_->health(kBeta))->size(), 1U);
}

TEST_F(LearningStoreOnPostgres, AnAuditIsARowAndATouchANewVersion) {
  PatternAudit audit;
  audit.pattern = "parking";
  audit.call = CallId(*Uuid::parse("01980000-0000-7000-8000-000000000001"));
  audit.question = "where to park";
  audit.said = "Behind the house.";
  audit.model_said = "In the street.";
  ASSERT_TRUE(run(store_->audited(kAlpha, audit)));
  ASSERT_TRUE(run(store_->touch(kAlpha)));
  const auto rows = run(database_->read(kAlpha, [](DatabaseSession& session) {
    return session.execute("SELECT pattern_key, agrees, model_said FROM pattern_audits");
  }));
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->text(0, 2), "In the street.");
  EXPECT_FALSE(rows->truth(0, 1));
}

}  // namespace
}  // namespace parley
