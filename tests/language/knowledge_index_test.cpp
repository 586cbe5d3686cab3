// SPDX-License-Identifier: Apache-2.0
#include "knowledge_index.hpp"

#include <gtest/gtest.h>

#include "word_embedder.hpp"

namespace parley {
namespace {

std::vector<KnowledgeRow> rows() {
  return {
      {"1", "Parking", "handbook", "You can park in the yard.", {"park", "yard"}},
      {"2", "Dogs", "handbook", "Dogs wait outside. The yard has water for them.", {"dog", "wait", "yard", "water"}}};
}

WordSearch found(const std::string& id, std::vector<std::string> asked, std::vector<std::string> matched) {
  return {std::move(asked), {{id, 0.3, 0.4, std::move(matched)}}};
}

TEST(KnowledgeIndex, WordsAloneFindWhatSharesRareOnes) {
  const KnowledgeIndex index(rows(), nullptr);
  EXPECT_FALSE(index.by_meaning());
  const auto ranked = index.rank("where can I park", found("1", {"park"}, {"park"}), nullptr);
  ASSERT_EQ(ranked.size(), 2U);
  EXPECT_EQ(ranked[0].row, 0U);
  EXPECT_EQ(ranked[0].signs.coverage, 1.0);
  EXPECT_GE(ranked[0].score, index.threshold());
  EXPECT_EQ(ranked[0].answer, "You can park in the yard.");
  EXPECT_LT(ranked[1].score, index.threshold());
}

TEST(KnowledgeIndex, AWordThatNoPieceHasWeighsMost) {
  const KnowledgeIndex index(rows(), nullptr);
  const auto common = index.rank("yard", found("1", {"yard", "park"}, {"yard"}), nullptr)[0].signs.coverage;
  const auto unseen = index.rank("yard", found("1", {"yard", "zeppelin"}, {"yard"}), nullptr)[0].signs.coverage;
  EXPECT_LT(unseen, common);
  EXPECT_LT(index.rank("zeppelins", {{"zeppelin"}, {}}, nullptr)[0].score, index.threshold());
}

TEST(KnowledgeIndex, MeaningFindsWhatWordsDoNot) {
  const test::WordEmbedder words;
  const SentenceEmbedder embedder(std::shared_ptr<const Embedder>(&words, [](const Embedder*) {}));
  const KnowledgeIndex index(rows(), &embedder);
  ASSERT_TRUE(index.by_meaning());
  const auto ranked = index.rank("dogs wait outside", {}, &embedder);
  EXPECT_EQ(ranked[0].row, 1U);
  EXPECT_NEAR(ranked[0].signs.meaning, 1, 0.02);
  EXPECT_GT(ranked[0].signs.meaning, ranked[1].signs.meaning);
  EXPECT_GT(index.bytes(), KnowledgeIndex(rows(), nullptr).bytes());
}

TEST(KnowledgeIndex, MatchesOfAnotherVersionAreLeftOut) {
  const KnowledgeIndex index(rows(), nullptr);
  EXPECT_LT(index.rank("park", found("gone", {"park"}, {"park"}), nullptr)[0].score, index.threshold());
}

TEST(KnowledgeIndex, NothingWrittenIsNothingFound) {
  EXPECT_TRUE(KnowledgeIndex({}, nullptr).rank("where can I park", {{"park"}, {}}, nullptr).empty());
}

TEST(KnowledgeIndex, EverySignSpeaksForAPiece) {
  for (const bool by_meaning : {true, false}) {
    const auto none = KnowledgeIndex::score_of({}, by_meaning);
    EXPECT_LT(none, 0.05);
    EXPECT_GT(KnowledgeIndex::score_of({1, 1, 1, 1, 1}, by_meaning), 0.95);
    EXPECT_GT(KnowledgeIndex::score_of({0, 0, 1, 0, 0}, by_meaning), none);
  }
}

}  // namespace
}  // namespace parley
