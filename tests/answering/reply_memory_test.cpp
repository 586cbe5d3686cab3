// SPDX-License-Identifier: Apache-2.0
#include "../../src/answering/reply_memory.hpp"

#include <gtest/gtest.h>

#include "answering/asking.hpp"

namespace parley {
namespace {

TEST(ReplyMemory, RemembersWhichPatternAnsweredAndHowSurelyItWasHeard) {
  RouteDecision decision;
  decision.pattern = "hours";
  decision.confidence = 0.97;
  const RouteQuery query{"when do you open", 0.9, {{"when", 0.95}, {"open", 0.6}}};
  const auto worth = worth_remembering(decision, query);
  ASSERT_TRUE(worth);
  const auto back = parse_remembered(to_text(*worth));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->pattern, "hours");
  EXPECT_DOUBLE_EQ(back->confidence, 0.97);
  EXPECT_DOUBLE_EQ(back->certainty.whole, 0.9);
  EXPECT_DOUBLE_EQ(back->certainty.least_word, 0.6);
}

TEST(ReplyMemory, WhatNothingAnsweredIsNotRemembered) {
  RouteDecision decision;
  EXPECT_FALSE(worth_remembering(decision, {"hm", 1, {}}));
  decision.pattern = "hours";
  decision.refusal = Refusal::unclear;
  EXPECT_FALSE(worth_remembering(decision, {"hm", 1, {}}));
}

TEST(ReplyMemory, DamagedMemoryIsNoMemory) {
  for (const std::string text :
       {"", "{}", "[]", "nonsense", R"({"pattern":3})", R"({"pattern":"","text":"","confidence":1,"heard":[1,1]})",
        R"({"pattern":"a","text":"b","confidence":1,"heard":[1,1]})", R"({"pattern":"a","text":"","confidence":1})",
        R"({"pattern":"a","text":"","confidence":1,"heard":[]})"}) {
    EXPECT_FALSE(parse_remembered(text)) << text;
  }
}

class RememberedAnswer : public testing::Test {
 protected:
  test::Asking asking_;
  RememberedReply reply_{"hours", "", 0.97, {0.8, 0.5}};
};

TEST_F(RememberedAnswer, IsThePatternAgainAndSavesAModelCall) {
  const auto answered = answer_from(reply_, asking_.says("when do you open"));
  ASSERT_TRUE(answered);
  EXPECT_EQ(answered->decision.pattern, "hours");
  EXPECT_EQ(answered->decision.layer, RouteLayer::rules);
  EXPECT_EQ(answered->decision.method, RouteMethod::exact);
  EXPECT_DOUBLE_EQ(answered->decision.saved_usd, 0.01);
  EXPECT_FALSE(answered->decision.evidence.empty());
}

TEST_F(RememberedAnswer, NeedsWordsThatAreHeardAsSurely) {
  EXPECT_FALSE(answer_from(reply_, asking_.says("when do you open", 0.7)));
  auto mumbled = asking_.says("when do you open", 0.9);
  mumbled.query.words = {{"open", 0.3}};
  EXPECT_FALSE(answer_from(reply_, mumbled));
}

TEST_F(RememberedAnswer, GoesWithItsPattern) {
  reply_.pattern = "gone";
  EXPECT_FALSE(answer_from(reply_, asking_.says("when do you open")));
  reply_.pattern = "asleep";
  EXPECT_FALSE(answer_from(reply_, asking_.says("when do you open"))) << "an inactive pattern answers nothing";
}

TEST_F(RememberedAnswer, MayBeWordsOfLayerTwo) {
  reply_.pattern.clear();
  reply_.text = "We park behind the house.";
  const auto answered = answer_from(reply_, asking_.says("where can I park"));
  ASSERT_TRUE(answered);
  EXPECT_EQ(answered->text, "We park behind the house.");
  EXPECT_TRUE(answers(*answered));
}

}  // namespace
}  // namespace parley
