// SPDX-License-Identifier: Apache-2.0
#include "parley/language/knowledge_search.hpp"

#include "knowledge_scene.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using namespace test;

class KnowledgeSearchOnPostgres : public KnowledgeScene {};

TEST_F(KnowledgeSearchOnPostgres, FindsWhatAnswersInItsOwnOrganizationAlone) {
  make_search();
  for (int round = 0; round < 2; ++round) {  // by words, then by meaning as well
    const auto found = find(kAlpha, "Where can I park?");
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_FALSE(found->empty());
    EXPECT_EQ(found->front().answer, "You can park in the yard behind the house.");
    EXPECT_EQ(found->front().source, "handbook");
    EXPECT_GE(found->front().score, search_->threshold());
    const auto others = find(kBeta, "Do dogs have to wait outside?");
    ASSERT_TRUE(others);
    EXPECT_LT(others->front().score, search_->threshold());
    for (const auto& piece : *others) EXPECT_EQ(piece.text.find("Dogs"), std::string::npos);
    finish_indices();
  }
  EXPECT_EQ(search_->threshold(), 0.5);
  EXPECT_TRUE(find(OrganizationKey{"nobody"}, "Where can I park?")->empty());
}

TEST_F(KnowledgeSearchOnPostgres, WhatChangesIsFoundAtOnce) {
  make_search();
  ASSERT_TRUE(find(kAlpha, "Where can I park?"));
  finish_indices();
  write("a", "Whitening", "Whitening takes one hour.");
  EXPECT_EQ(find(kAlpha, "how long does whitening take")->front().title, "Whitening");
}

TEST_F(KnowledgeSearchOnPostgres, WithoutAnEncoderWordsAnswer) {
  make_search(false);
  ASSERT_TRUE(find(kAlpha, "park"));
  finish_indices();
  const auto found = find(kAlpha, "where can i park behind the house");
  EXPECT_GE(found->front().score, search_->threshold());
  EXPECT_EQ(search_->threshold(), 0.65);
}

TEST_F(KnowledgeSearchOnPostgres, TyposAreFoundByTheirLooks) {
  make_search(false);
  const auto found = find(kAlpha, "yard behnd the hous");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->front().title, "Parking");
  EXPECT_GT(found->front().score, 0.03);
}

TEST_F(KnowledgeSearchOnPostgres, NothingOfAQuestionIsAnOperator) {
  make_search();
  for (const auto* odd : {"", "!!!", "park & (yard | '", "\\", "it's '' \"quoted\" <-> :* !yard", "the of and", "%_%",
                          "\xd0\xbf\xd0\xb0\xd1\x80\xd0\xba"})
    EXPECT_TRUE(find(kAlpha, odd)) << odd;
}

TEST_F(KnowledgeSearchOnPostgres, AHungDatabaseCostsTheDeadlineOfTheQuestion) {
  make_search();
  ASSERT_TRUE(find(kAlpha, "park"));
  PostgresRoom::shared().hang();
  const auto began = asked_.clock->now();
  const auto found = find(kAlpha, "Where can I park?", 200ms);
  const auto span = asked_.clock->now() - began;
  PostgresRoom::shared().wake();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().fault, Fault::timed_out);
  EXPECT_GE(span, 190ms);
  EXPECT_LT(span, 3s);
  EXPECT_TRUE(find(kAlpha, "Where can I park?"));
}

TEST_F(KnowledgeSearchOnPostgres, WithoutADatabaseThereIsNoKnowledge) {
  search_ = create_knowledge_search({nullptr, {}, pool_, *asked_.clock, Log(), meters_});
  EXPECT_EQ(find(kAlpha, "park").error().fault, Fault::unavailable);
}

}  // namespace
}  // namespace parley
