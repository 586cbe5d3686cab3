// SPDX-License-Identifier: Apache-2.0
// Whole lessons: what is learned from a few patterns answers what it should and leaves the rest alone.
#include <gtest/gtest.h>

#include "meaning/toy_embedder.hpp"
#include "parley/meaning/meaning_index.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

std::shared_ptr<const MeaningIndex> learn(const MeaningLesson& lesson, const MeaningPlan& plan = {},
                                          bool layered = true) {
  auto index = learn_meaning(lesson, SharedEmbedder(std::make_shared<test::ToyEmbedder>(layered)), plan);
  EXPECT_TRUE(index);
  return *index;
}

std::string winner(const MeaningIndex& index, const std::string& said) {
  const auto judgement = index.judge(normalise(said), 1);
  return judgement.candidates.empty() ? "" : index.patterns()[judgement.candidates.front().pattern].key;
}

TEST(LearnMeaning, FindsThePatternOfQuestionsInOtherWords) {
  const auto index = learn(test::toy_lesson());
  EXPECT_EQ(winner(*index, "when will you shut"), "hours");
  EXPECT_EQ(winner(*index, "the street please"), "address");
  EXPECT_EQ(winner(*index, "is there a garage"), "parking");
  EXPECT_GT(index->evidence().accuracy, 0.9);
  EXPECT_EQ(index->evidence().embedder, "toy");
  EXPECT_EQ(index->evidence().measured, 48U);
  EXPECT_GT(index->evidence().borrowed, 100U);
  EXPECT_GT(index->evidence().memory_bytes, 1000U);
}

TEST(LearnMeaning, AnEmbedderWithoutALastLayerIsNotAdapted) {
  MeaningPlan plan;
  plan.least_adapted = 0;
  const auto index = learn(test::toy_lesson(), plan, false);
  EXPECT_EQ(winner(*index, "when will you shut"), "hours");
  EXPECT_FALSE(index->evidence().adapted);
}

TEST(LearnMeaning, AdaptationIsKeptOnlyWhereItHelps) {
  MeaningPlan plan;
  plan.least_adapted = 1;
  const auto index = learn(test::toy_lesson(), plan);
  EXPECT_EQ(winner(*index, "when will you shut"), "hours");
  EXPECT_FALSE(index->evidence().adapted) << "nothing is left to win on a lesson that is known already";
}

TEST(LearnMeaning, WordingAloneDoesWithoutAnEmbedder) {
  const auto index = learn_meaning(test::toy_lesson(), SharedEmbedder());
  ASSERT_TRUE(index);
  EXPECT_EQ((*index)->evidence().embedder, "wording");
  EXPECT_EQ(winner(**index, "do you close here"), "hours");
}

TEST(LearnMeaning, FewerThanTwoPatternsTeachNothing) {
  MeaningLesson lesson = test::toy_lesson();
  std::erase_if(lesson.examples, [](const LessonExample& example) { return example.pattern != 0; });
  const auto index = learn_meaning(lesson, SharedEmbedder());
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().fault, Fault::invalid_input);
  EXPECT_FALSE(learn_meaning({}, SharedEmbedder()));
}

TEST(LearnMeaning, TooFewExamplesOnlyWatch) {
  MeaningLesson lesson = test::toy_lesson();
  lesson.examples.resize(19);
  const auto index = learn(lesson);
  EXPECT_FALSE(index->evidence().gates[1].open());
  EXPECT_FALSE(index->judge(normalise("what is the open"), 1).answers());
}

TEST(LearnMeaning, NegativesTakeWhatTheyAreNearTo) {
  auto lesson = test::toy_lesson();
  const auto before = learn(lesson)->judge(normalise("can i open an account there"), 1);
  lesson.negatives = {"open an account", "i want to open an account", "can i open an account"};
  const auto after = learn(lesson)->judge(normalise("can i open an account there"), 1);
  EXPECT_LT(after.margin, before.margin);
  EXPECT_GT(after.none, 0.3);
  EXPECT_EQ(after.candidates.front().pattern, before.candidates.front().pattern) << "none never wins";
}

TEST(LearnMeaning, LandmarksStandForManyExamples) {
  MeaningPlan plan;
  plan.most_exact = 40;
  plan.landmarks = 24;
  const auto index = learn(test::toy_lesson(), plan);
  EXPECT_EQ(winner(*index, "when will you shut"), "hours");
  EXPECT_EQ(winner(*index, "is there a garage"), "parking");
  EXPECT_EQ(index->evidence().examples, 52U);
}

TEST(LearnMeaning, StopsWhenItIsToldTo) {
  std::stop_source source;
  source.request_stop();
  MeaningPlan plan;
  plan.stop = source.get_token();
  const auto index = learn_meaning(test::toy_lesson(), SharedEmbedder(), plan);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().fault, Fault::closed);
}

TEST(MeaningTrials, OneForEachOwnExample) {
  const auto trials = meaning_trials(test::toy_lesson(), SharedEmbedder(std::make_shared<test::ToyEmbedder>()));
  ASSERT_TRUE(trials);
  EXPECT_EQ(trials->written.size(), 48U);
}

}  // namespace
}  // namespace parley
