// SPDX-License-Identifier: Apache-2.0
#include "../../src/learner/turn_lesson.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

AnsweredTurn turn(AnswerOrigin origin, const std::string& answer) {
  Organization definition;
  definition.key = {"scene"};
  Pattern fixed;
  fixed.key = "fixed";
  Pattern rendered;
  rendered.key = "rendered";
  rendered.kind = ReplyKind::mustache;
  definition.patterns = {fixed, rendered};
  AnsweredTurn turn;
  turn.organization = std::make_shared<const Organization>(std::move(definition));
  turn.text = "Where can I park?";
  turn.caller = "+15550100";
  turn.decision.layer = origin == AnswerOrigin::nobody ? RouteLayer::fallback : RouteLayer::model;
  turn.decision.candidates = {{"word", RouteMethod::typo}, {"meant", RouteMethod::meaning}};
  ModelAnswer model;
  model.origin = origin;
  model.text = answer;
  model.self_rating = 0.9;
  model.says_static = true;
  turn.model = model;
  return turn;
}

TEST(TurnLesson, ASightingSaysWhatSpeaksForTheAnswer) {
  const auto sighting = sighting_of(turn(AnswerOrigin::model, "You can park behind the house."));
  ASSERT_TRUE(sighting);
  EXPECT_EQ(sighting->question, "where can i park");
  EXPECT_EQ(sighting->heard, "Where can I park?");
  EXPECT_EQ(sighting->best_pattern, "meant");
  EXPECT_DOUBLE_EQ(*sighting->evidence.self_rating, 0.9);
  EXPECT_FALSE(sighting->evidence.quoted);
  EXPECT_EQ(sighting->not_static, "");
  EXPECT_EQ(sighting->unteachable, "");
}

TEST(TurnLesson, WhatHoldsTheCallersNumberIsNotStatic) {
  EXPECT_NE(sighting_of(turn(AnswerOrigin::model, "Your number is +15550100, is it not?"))->not_static, "");
}

TEST(TurnLesson, TheModelMaySayItselfThatItIsNotStatic) {
  auto one = turn(AnswerOrigin::model, "You can park behind the house.");
  one.model->says_static = false;
  EXPECT_NE(sighting_of(one)->not_static, "");
}

TEST(TurnLesson, NobodysAnswerIsANegativeAndNoSighting) {
  const auto one = turn(AnswerOrigin::nobody, "");
  EXPECT_FALSE(sighting_of(one));
  EXPECT_EQ(negative_of(one), "where can i park");
  EXPECT_FALSE(negative_of(turn(AnswerOrigin::model, "Behind the house.")));
}

TEST(TurnLesson, WhatIsRepeatedFromMemoryIsNoSighting) {
  auto one = turn(AnswerOrigin::model, "Behind the house.");
  one.decision.layer = RouteLayer::rules;
  one.model.reset();
  EXPECT_FALSE(sighting_of(one));
  one.decision.pattern = "fixed";
  EXPECT_EQ(remembered_pattern(one), "fixed");
}

TEST(TurnLesson, OnlyFixedRepliesAreAudited) {
  auto one = turn(AnswerOrigin::model, "");
  one.decision.method = RouteMethod::meaning;
  one.decision.pattern = "fixed";
  EXPECT_TRUE(can_be_audited(one));
  one.decision.pattern = "rendered";
  EXPECT_FALSE(can_be_audited(one));
}

}  // namespace
}  // namespace parley
