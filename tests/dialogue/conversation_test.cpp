// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/conversation.hpp"

#include "conversation_scene.hpp"

using namespace parley;

namespace {

class ConversationTest : public test::ConversationScene {};

TEST_F(ConversationTest, GreetsAndMayBeInterrupted) {
  const auto greeting = call().greeting(now_);
  EXPECT_EQ(greeting.text, "Northwind, hello.");
  EXPECT_TRUE(greeting.interruptible);
  EXPECT_EQ(greeting.after, AfterReply::listen);
}

TEST_F(ConversationTest, DisclosesFirstAndLetsNobodyTalkOverIt) {
  organization_.disclosure = "This call is recorded.";
  const auto greeting = call().greeting(now_);
  EXPECT_EQ(greeting.text, "This call is recorded. Northwind, hello.");
  EXPECT_FALSE(greeting.interruptible);
}

TEST_F(ConversationTest, AfterHoursTheGreetingSaysSo) {
  organization_.timezone = "UTC";
  organization_.after_hours_greeting =
      "{{organization}} is closed until {{next_opening}}. {{#open_now}}Wrong.{{/open_now}}";
  organization_.hours = {};
  organization_.hours.by_weekday[1] = {{9h, 17h}};
  const auto greeting = [&](WallTime now) {
    return Conversation(std::make_shared<const Organization>(organization_), "").greeting(now).text;
  };
  const WallTime monday = std::chrono::sys_days{std::chrono::year{2026} / 6 / 1};
  EXPECT_EQ(greeting(monday + 10h), "Northwind, hello.");
  const auto text = greeting(monday + 8h);
  EXPECT_NE(text.find(" is closed until today at nine in the morning."), std::string::npos) << text;
  EXPECT_EQ(text.find("Wrong"), std::string::npos);
  // Special days count; without a text of its own the greeting is the same at any hour.
  organization_.hours.special[std::chrono::year{2026} / 6 / 1] = {};
  EXPECT_NE(greeting(monday + 10h), "Northwind, hello.");
  organization_.after_hours_greeting.clear();
  EXPECT_EQ(greeting(monday + 10h), "Northwind, hello.");
}

TEST_F(ConversationTest, AnswersWithThePatternsReplyAsItIsPronounced) {
  const auto reply = ask("prices");
  EXPECT_EQ(reply.text, "The HVAC check is ninety dollars.");
  EXPECT_EQ(reply.spoken, "The H V A C check is ninety dollars.");
  EXPECT_EQ(reply.pattern, "prices");
  EXPECT_EQ(reply.expects, ReplyExpect::anything);
}

TEST_F(ConversationTest, AsksToPutItDifferentlyFirstAndNamesThreeThings) {
  const auto reply = say("what is the meaning of life");
  EXPECT_TRUE(has(reply, "put it differently"));
  EXPECT_TRUE(has(reply, "our hours, our prices and repairs"));
  EXPECT_EQ(reply.pattern, "");
  EXPECT_EQ(reply.expects, ReplyExpect::anything);
}

TEST_F(ConversationTest, TheOrganizationsOwnRepromptIsUsed) {
  organization_.fallback.reprompt = "Pardon? Ask about {{offers}}.";
  EXPECT_EQ(say("blah blah").text, "Pardon? Ask about our hours, our prices and repairs.");
}

TEST_F(ConversationTest, OffersACallBackTheSecondTime) {
  say("what is the meaning of life");
  const auto reply = say("i mean the universe");
  EXPECT_TRUE(has(reply, "Shall we call you back?"));
  EXPECT_EQ(reply.after, AfterReply::offer_callback);
  EXPECT_EQ(reply.expects, ReplyExpect::yes_no);
}

TEST_F(ConversationTest, ARightAnswerResetsTheLadder) {
  say("what is the meaning of life");
  ask("hours");
  EXPECT_TRUE(has(say("and the universe"), "put it differently"));
}

TEST_F(ConversationTest, OffersAPersonOnlyWhereOneIsSet) {
  organization_.fallback.transfer_to = "sip:office@example.com";
  say("one");
  const auto reply = say("other thing");
  EXPECT_TRUE(has(reply, "connect you to a person"));
  EXPECT_EQ(reply.expects, ReplyExpect::yes_no);
}

TEST_F(ConversationTest, KeepsAskingWhereNothingCanBeOffered) {
  organization_.fallback.offer_callback = false;
  say("blah one");
  const auto reply = say("blah two");
  EXPECT_TRUE(has(reply, "put it differently"));
  EXPECT_EQ(reply.after, AfterReply::listen);
  EXPECT_FALSE(key("0"));
}

TEST_F(ConversationTest, SaysGoodbyeAndHangsUp) {
  const auto reply = ask("bye");
  EXPECT_EQ(reply.text, "Have a good day.");
  EXPECT_EQ(reply.after, AfterReply::hang_up);
  EXPECT_FALSE(reply.interruptible);
}

TEST_F(ConversationTest, RepeatsTheLastReplyAndNotTheRepetition) {
  EXPECT_EQ(ask("again").text, "Northwind, hello.");
  ask("hours");
  EXPECT_EQ(ask("again").text, "We are open all day.");
  EXPECT_EQ(ask("again").text, "We are open all day.");
  EXPECT_EQ(ask("again").pattern, "again");
}

TEST_F(ConversationTest, EachRefusalHasItsOwnWords) {
  EXPECT_TRUE(has(refuse(Refusal::noise), "did not catch that"));
  EXPECT_TRUE(has(refuse(Refusal::unclear), "slower"));
  EXPECT_TRUE(has(refuse(Refusal::too_often), "wait a moment"));
  EXPECT_TRUE(has(refuse(Refusal::blocked), "can not help with that"));
  ask("hours");
  EXPECT_TRUE(has(refuse(Refusal::too_long), "one short question"));
  EXPECT_TRUE(has(refuse(Refusal::repeated), "say it once"));
}

TEST_F(ConversationTest, OffersACallBackWhenItKeepsHearingNothing) {
  call().unheard(now_);
  call().unheard(now_);
  const auto reply = call().unheard(now_);
  EXPECT_TRUE(has(reply, "hard to hear you"));
  EXPECT_TRUE(has(reply, "Shall we call you back?"));
}

TEST_F(ConversationTest, PromptsInSilenceThenEndsTheCall) {
  EXPECT_TRUE(has(call().silence(now_), "Are you still there?"));
  EXPECT_TRUE(has(call().silence(now_), "Are you still there?"));
  const auto last = call().silence(now_);
  EXPECT_TRUE(has(last, "Goodbye from Northwind."));
  EXPECT_EQ(last.after, AfterReply::hang_up);
}

TEST_F(ConversationTest, SpeechStartsTheSilenceCountAfresh) {
  call().silence(now_);
  call().silence(now_);
  ask("hours");
  EXPECT_EQ(call().silence(now_).after, AfterReply::listen);
}

TEST_F(ConversationTest, ASilencePromptIsNotWhatGetsRepeated) {
  ask("hours");
  call().silence(now_);
  EXPECT_EQ(ask("again").text, "We are open all day.");
}

TEST_F(ConversationTest, ABareNoAfterAnythingElseEndsTheCall) {
  EXPECT_EQ(say("no").after, AfterReply::listen);  // nothing was asked yet: "What else …?"
  const auto reply = say("no thanks");
  EXPECT_EQ(reply.text, "Goodbye from Northwind.");
  EXPECT_EQ(reply.after, AfterReply::hang_up);
}

TEST_F(ConversationTest, ABareYesIsNoMiss) {
  EXPECT_EQ(say("yes").text, "How can I help you?");
  EXPECT_TRUE(has(say("blah blah"), "put it differently"));
}

TEST_F(ConversationTest, EveryClosingSaysWhyAndHangsUp) {
  for (const auto reason : {Closing::speech_lost, Closing::too_long, Closing::shutdown}) {
    const auto reply = call().closing(reason, now_);
    EXPECT_EQ(reply.after, AfterReply::hang_up);
    EXPECT_TRUE(has(reply, "I am sorry"));
    EXPECT_TRUE(has(reply, "oodbye"));
  }
}

TEST_F(ConversationTest, OtherKeysMeanNothing) {
  EXPECT_FALSE(key("7"));
  EXPECT_FALSE(key("#"));
}

}  // namespace
