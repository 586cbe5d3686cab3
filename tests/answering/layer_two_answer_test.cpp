// SPDX-License-Identifier: Apache-2.0
#include "../../src/answering/layer_two_answer.hpp"

#include <gtest/gtest.h>

#include "answering/asking.hpp"

namespace parley {
namespace {

TEST(LayerTwoAnswer, AsksWithTheNearestPatternsOnceEachAndTheNewestWords) {
  const test::Asking asking;
  Answered before;
  for (const char* key : {"hours", "hours", "prices", "a", "b"}) before.decision.candidates.push_back({key});
  std::vector<SpokenExchange> said(9, {"so", "yes"});
  said.back().caller = "newest";
  const auto question = question_of(asking.says("where can i park"), before, said);
  EXPECT_EQ(question.text, "where can i park");
  EXPECT_EQ(question.hints, (std::vector<std::string>{"hours", "prices", "a"}));
  ASSERT_EQ(question.said.size(), 6U);
  EXPECT_EQ(question.said.back().caller, "newest");
}

TEST(LayerTwoAnswer, LongAnswersEndWithASentence) {
  EXPECT_EQ(whole_sentences("One. Two.", 100), "One. Two.");
  EXPECT_EQ(whole_sentences("One. Two and more", 12), "One.");
  EXPECT_EQ(whole_sentences("one two three", 9), "one two");
}

TEST(LayerTwoAnswer, BecomesADecisionThatSaysWhoAnswered) {
  ModelAnswer answer;
  answer.origin = AnswerOrigin::knowledge;
  answer.self_rating = 0.9;
  answer.source = "Parking";
  answer.usage.cost_usd = 0.002;
  Answered before;
  before.decision.cost_usd = 0.001;
  const auto answered = layer_two_answer(before, answer, "Behind the house.");
  EXPECT_EQ(answered.decision.layer, RouteLayer::model);
  EXPECT_EQ(answered.decision.method, RouteMethod::knowledge);
  EXPECT_DOUBLE_EQ(answered.decision.confidence, 0.9);
  EXPECT_DOUBLE_EQ(answered.decision.cost_usd, 0.003);
  EXPECT_EQ(answered.decision.evidence, "Parking");
  EXPECT_EQ(answered.text, "Behind the house.");
}

TEST(LayerTwoAnswer, WithoutOneWhatWasLateIsBetterThanNothing) {
  Answered before;
  before.decision.method = RouteMethod::router_error;
  before.late = test::decision_for("hours");
  const auto answered = without_answer(before, {});
  EXPECT_EQ(answered.decision.pattern, "hours");
  EXPECT_FALSE(answered.late);
  EXPECT_TRUE(without_answer({}, {}).decision.pattern.empty());
}

TEST(LayerTwoAnswer, IsRepeatedOnlyWhenEverybodyMayGetIt) {
  const test::Asking asking;
  ModelAnswer answer;
  answer.text = "You can park behind the house.";
  answer.self_rating = 0.9;
  answer.says_static = true;
  EXPECT_TRUE(replayable(answer, *asking.organization));
  auto dated = answer;
  dated.text = "We close in 20 minutes.";
  EXPECT_FALSE(replayable(dated, *asking.organization));
  auto own_word = answer;
  own_word.says_static = false;
  EXPECT_FALSE(replayable(own_word, *asking.organization));
  auto unsure = answer;
  unsure.self_rating = 0.3;
  EXPECT_FALSE(replayable(unsure, *asking.organization));
}

}  // namespace
}  // namespace parley
