// SPDX-License-Identifier: Apache-2.0
// Call backs and persons: the questions of a conversation and what callers answer.
#include "conversation_scene.hpp"
#include "parley/dialogue/conversation.hpp"

using namespace parley;

namespace {

class ConversationQuestions : public test::ConversationScene {
 protected:
  ReplyPlan offered() {
    say("what is the meaning of life");
    return say("and of the universe");
  }
  ReplyPlan asked_for_number() {
    caller_.clear();
    offered();
    return say("yes please");
  }
};

TEST_F(ConversationQuestions, TheCallersNumberIsReadBackAndTakenOnYes) {
  offered();
  const auto back = say("yes please");
  EXPECT_EQ(back.text, "Shall we call you on three one two, five five five, zero one zero zero?");
  EXPECT_EQ(back.expects, ReplyExpect::yes_no);
  EXPECT_FALSE(back.callback);
  const auto taken = say("that's right");
  ASSERT_TRUE(taken.callback);
  EXPECT_EQ(*taken.callback, (CallbackWish{"+13125550100", "what is the meaning of life; and of the universe"}));
  EXPECT_EQ(taken.expects, ReplyExpect::anything);
  EXPECT_EQ(taken.after, AfterReply::listen);
  EXPECT_EQ(say("no").after, AfterReply::hang_up);
}

TEST_F(ConversationQuestions, NoGoesOnAndTheLadderStartsAgain) {
  offered();
  EXPECT_TRUE(has(say("no"), "What else can I help you with?"));
  EXPECT_TRUE(has(say("blah blah blah"), "put it differently"));
}

TEST_F(ConversationQuestions, AQuestionInsteadOfAnAnswerIsAnswered) {
  offered();
  const auto reply = ask("hours", "no wait when do you open");
  EXPECT_EQ(reply.text, "We are open all day.");
  EXPECT_EQ(reply.expects, ReplyExpect::anything);
  EXPECT_EQ(reply.after, AfterReply::listen);
}

TEST_F(ConversationQuestions, NoThanksDeclinesEvenIfItIsAFarewellElsewhere) {
  offered();
  EXPECT_EQ(ask("bye", "no thanks").after, AfterReply::listen);
}

TEST_F(ConversationQuestions, AskingForAPersonAgainMeansYes) {
  offered();
  EXPECT_TRUE(has(ask("person", "i want somebody to phone me"), "Shall we call you on"));
}

TEST_F(ConversationQuestions, AfterTwoUnclearAnswersTheOfferIsDropped) {
  offered();
  EXPECT_TRUE(has(say("purple"), "Please say yes or no. Shall we call you back?"));
  EXPECT_EQ(refuse(Refusal::noise).expects, ReplyExpect::yes_no);
  const auto reply = say("purple");
  EXPECT_TRUE(has(reply, "What else"));
  EXPECT_EQ(reply.expects, ReplyExpect::anything);
}

TEST_F(ConversationQuestions, RepeatingKeepsTheQuestionOpen) {
  offered();
  const auto reply = ask("again");
  EXPECT_EQ(reply.text, "Shall we call you back?");
  EXPECT_EQ(reply.expects, ReplyExpect::yes_no);
}

TEST_F(ConversationQuestions, AWithheldNumberIsAskedFor) {
  const auto reply = asked_for_number();
  EXPECT_TRUE(has(reply, "Which number"));
  EXPECT_EQ(reply.expects, ReplyExpect::digits);
}

TEST_F(ConversationQuestions, ASpokenNumberMayComeInPiecesAndIsConfirmed) {
  asked_for_number();
  EXPECT_EQ(say("five five five").text, "Yes, go on.");
  EXPECT_EQ(say("double oh one two").text, "Shall we call you on five five five, zero zero one two?");
  const auto taken = say("yes");
  ASSERT_TRUE(taken.callback);
  EXPECT_EQ(taken.callback->number, "5550012");
}

TEST_F(ConversationQuestions, TheRestOfANumberAfterAPauseIsAdded) {
  asked_for_number();
  say("three one two five five five zero");
  const auto reply = say("one zero zero");
  EXPECT_EQ(reply.text, "Shall we call you on three one two, five five five, zero one zero zero?");
}

TEST_F(ConversationQuestions, AWrongNumberIsCorrected) {
  asked_for_number();
  say("five five five zero one zero zero");
  EXPECT_TRUE(has(say("no it is five five five zero two zero zero"), "zero two zero zero?"));
  EXPECT_TRUE(has(say("no that is wrong"), "Which number"));
}

TEST_F(ConversationQuestions, AKeyedNumberEndsWithThePoundKey) {
  asked_for_number();
  EXPECT_FALSE(key("5550100"));
  const auto taken = key("#");
  ASSERT_TRUE(taken && taken->callback);
  EXPECT_EQ(taken->callback->number, "5550100");
}

TEST_F(ConversationQuestions, SilenceAlsoEndsAKeyedNumber) {
  asked_for_number();
  key("5550100");
  const auto taken = call().silence(now_);
  ASSERT_TRUE(taken.callback);
  EXPECT_EQ(taken.callback->number, "5550100");
}

TEST_F(ConversationQuestions, AShortKeyedNumberIsAskedForAgainAndGivenUpAtLast) {
  asked_for_number();
  EXPECT_TRUE(has(*key("55#"), "too short"));
  EXPECT_TRUE(has(*key("*"), "Which number"));
  EXPECT_TRUE(has(*key("5#"), "too short"));
  const auto reply = key("#");
  EXPECT_TRUE(has(*reply, "could not take the number"));
  EXPECT_EQ(reply->expects, ReplyExpect::anything);
}

TEST_F(ConversationQuestions, ANumberOfMoreThanFifteenDigitsIsNoNumber) {
  asked_for_number();
  const auto reply = say("one two three four five six seven eight nine one two three four five six seven");
  EXPECT_TRUE(has(reply, "Which number"));
  const auto taken = key("123456789012345");
  ASSERT_TRUE(taken && taken->callback);
  EXPECT_EQ(taken->callback->number.size(), 15U);
}

TEST_F(ConversationQuestions, ThreeAnswersWithoutDigitsEndTheQuestion) {
  asked_for_number();
  say("the usual one two");  // digits: goes on
  EXPECT_TRUE(has(say("well you know"), "Which number"));
  EXPECT_TRUE(has(say("my number"), "Which number"));
  EXPECT_TRUE(has(say("the number"), "could not take the number"));
}

TEST_F(ConversationQuestions, ZeroOffersTheSameAtAnyTime) {
  const auto reply = key("0");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text, "Shall we call you back?");
  EXPECT_TRUE(has(*key("1"), "Shall we call you on"));
  EXPECT_TRUE(key("1")->callback);
}

TEST_F(ConversationQuestions, KeyTwoDeclines) {
  key("0");
  EXPECT_TRUE(has(*key("2"), "What else"));
}

TEST_F(ConversationQuestions, ZeroInsideANumberIsADigit) {
  asked_for_number();
  EXPECT_FALSE(key("0"));
}

TEST_F(ConversationQuestions, APatternThatOffersACallBackAsksForIt) {
  const auto reply = ask("person", "let me talk to somebody");
  EXPECT_EQ(reply.text, "Our office will help. Shall we call you back?");
  EXPECT_EQ(reply.pattern, "person");
  EXPECT_EQ(reply.after, AfterReply::offer_callback);
  say("yes");
  const auto taken = say("yes");
  ASSERT_TRUE(taken.callback);
  EXPECT_EQ(taken.callback->heard, "let me talk to somebody");
}

TEST_F(ConversationQuestions, APersonIsConnectedOnYes) {
  organization_.fallback.transfer_to = "+13125550199";
  ask("person");
  const auto reply = say("yes");
  EXPECT_EQ(reply.after, AfterReply::transfer);
  EXPECT_FALSE(reply.interruptible);
}

TEST_F(ConversationQuestions, WhoWantsNoPersonIsOfferedACallBack) {
  organization_.fallback.transfer_to = "+13125550199";
  offered();
  EXPECT_TRUE(has(say("no"), "Shall we call you back?"));
}

TEST_F(ConversationQuestions, ATransferPatternConnectsWhereOneIsSetAndElseOffersACallBack) {
  EXPECT_TRUE(has(ask("connect"), "Shall we call you back?"));
  conversation_.reset();
  organization_.fallback.transfer_to = "+13125550199";
  EXPECT_EQ(ask("connect").after, AfterReply::transfer);
}

TEST_F(ConversationQuestions, SilenceRepeatsTheQuestion) {
  offered();
  const auto reply = call().silence(now_);
  EXPECT_EQ(reply.text, "Are you still there? Shall we call you back?");
  EXPECT_EQ(reply.expects, ReplyExpect::yes_no);
}

}  // namespace
