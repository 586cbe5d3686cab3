// SPDX-License-Identifier: Apache-2.0
#include "live_meaning.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "meaning/toy_embedder.hpp"
#include "parley/encoder/known_vectors.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

class LiveMeanings : public testing::Test {
 protected:
  static std::shared_ptr<const MeaningIndex> index(const MeaningLesson& lesson = test::toy_lesson()) {
    return *learn_meaning(lesson, SharedEmbedder(std::make_shared<test::ToyEmbedder>()));
  }
  static MeaningJudgement judge(const MeaningIndex& index, const std::string& said, double confidence = 1) {
    return index.judge(normalise(said), confidence);
  }
};

TEST_F(LiveMeanings, AJudgementShowsEverythingThatItRestsOn) {
  const auto learned = index();
  const auto judgement = judge(*learned, "what is the open");
  ASSERT_EQ(judgement.candidates.size(), 4U);
  EXPECT_GT(judgement.candidates[0].score, judgement.candidates[1].score);
  EXPECT_NEAR(judgement.margin, judgement.candidates[0].score - std::max(judgement.candidates[1].score, 0.0), 1e-6);
  EXPECT_EQ(judgement.nearest_example, "what is the open");
  EXPECT_EQ(judgement.nearest, 0U);
  EXPECT_TRUE(judgement.agrees);
  EXPECT_EQ(judgement.guard, "");
  EXPECT_GT(judgement.precision, 0.9);
}

// An index learned from vectors that were fetched beforehand.
TEST_F(LiveMeanings, VectorsOfAServerAreComparedWithVectorsOfTheSameEmbedderAlone) {
  const test::ToyEmbedder server(false);
  const auto fetch = [&](const std::string& text) {
    std::vector<float> vector(server.dimensions());
    EXPECT_TRUE(server.features(text, vector)) << text;
    return vector;
  };
  std::map<std::string, std::vector<float>, std::less<>> fetched;
  for (const auto& text : texts_of(test::toy_lesson())) fetched[text] = fetch(text);
  const auto known = std::make_shared<const KnownVectors>("server:model/64", server.dimensions(), fetched);
  const auto learned = *learn_meaning(test::toy_lesson(), SharedEmbedder(known));
  EXPECT_EQ(learned->evidence().embedder, "server:model/64");
  const std::string question = "are you shut";
  const auto words = normalise(question);
  const auto by_vector = learned->judge_with({"server:model/64", fetch(join_words(words))}, words, 1);
  ASSERT_FALSE(by_vector.candidates.empty());
  EXPECT_EQ(by_vector.candidates.front().pattern, 0U);
  // Another embedder's, one of another length, or none in time: nobody answers, not even by wording.
  for (const auto& judgement : {learned->judge_with({"server:other/64", fetch(join_words(words))}, words, 1),
                                learned->judge_with({"server:model/64", {1, 0}}, words, 1), learned->judge(words, 1)}) {
    EXPECT_TRUE(judgement.candidates.empty());
    EXPECT_FALSE(judgement.answers());
  }
}

TEST_F(LiveMeanings, WhatIsNeverAnsweredFromMemoryIsStillKnown) {
  auto lesson = test::toy_lesson();
  lesson.patterns[0].never_suppress = true;
  const auto judgement = judge(*index(lesson), "what is the open");
  EXPECT_EQ(judgement.candidates.front().pattern, 0U);
  EXPECT_FALSE(judgement.answers());
  EXPECT_NE(judgement.guard, "");
}

TEST_F(LiveMeanings, QuestionsWithParticularsThatNoExampleHoldsAreGuarded) {
  const auto judgement = judge(*index(), "what is the open on friday");
  EXPECT_NE(judgement.guard.find("a date"), std::string::npos);
  EXPECT_FALSE(judgement.answers());
}

TEST_F(LiveMeanings, NothingReadableIsNoAnswer) {
  const auto learned = index();
  EXPECT_TRUE(judge(*learned, "").candidates.empty());
  EXPECT_FALSE(judge(*learned, "").answers());
  EXPECT_FALSE(judge(*learned, "unreadable").answers());
}

TEST_F(LiveMeanings, HugeTextsAreBoundedWork) {
  std::string huge;
  for (int at = 0; at < 10000; ++at) huge += "what is the open ";
  EXPECT_FALSE(judge(*index(), huge).candidates.empty());
  EXPECT_FALSE(judge(*index(), std::string(100000, 'x')).answers());
}

TEST_F(LiveMeanings, ManyThreadsReadOneIndex) {
  const auto learned = index();
  const auto expected = judge(*learned, "is there a garage").margin;
  std::vector<std::thread> readers;
  std::atomic<int> wrong = 0;
  for (int reader = 0; reader < 4; ++reader)
    readers.emplace_back([&] {
      for (int round = 0; round < 50; ++round)
        if (judge(*learned, "is there a garage").margin != expected) ++wrong;
    });
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

TEST(PrecisionCurve, IsTheShareOfRightAnswersAtAMarginAndAbove) {
  std::vector<Trial> trials;
  for (int at = 0; at < 100; ++at) trials.push_back({0.9F, 1 - static_cast<float>(at) / 100, at < 50});
  const PrecisionCurve curve(trials);
  EXPECT_NEAR(curve.at(0.9), 1, 1e-6);
  EXPECT_NEAR(curve.at(0.02), 0.5, 0.02);
  EXPECT_NEAR(curve.at(-1), 0.5, 0.02);
  EXPECT_EQ(PrecisionCurve().at(1), 0);
}

}  // namespace
}  // namespace parley
