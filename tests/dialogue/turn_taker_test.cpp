// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/turn_taker.hpp"

#include <gtest/gtest.h>

#include "turn_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

TEST(TurnTaker, EndsTheTurnExactlyWhenTheSilenceIsLongEnough) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("what are your hours", 0.9, true);
  scene.until(2239ms);
  EXPECT_TRUE(scene.done.empty());
  scene.until(2240ms);
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{2240ms});
}

TEST(TurnTaker, RepliesWhenTheFinalTranscriptIsThere) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("what are your hours", 0.9, true);
  scene.until(2280ms);
  scene.final(1, "what are your hours");
  ASSERT_EQ(scene.replies().size(), 1U);
  const auto reply = scene.replies().front();
  EXPECT_EQ(reply.caller.text, "what are your hours");
  EXPECT_EQ(reply.caller.started_at, at(1000ms));
  EXPECT_EQ(reply.caller.ended_at, at(2000ms));
  EXPECT_EQ(reply.caller.decided_at, at(2240ms));
  EXPECT_EQ(reply.caller.heard_at, at(2280ms));
}

TEST(TurnTaker, WaitsOutAPauseAfterAnOpenWord) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("a large latte with", 0.0, false);
  scene.until(2900ms);
  EXPECT_TRUE(scene.done.empty());
  scene.voice(2950ms, 3500ms);
  scene.partial("a large latte with milk", 0.9, true);
  scene.until(4000ms);
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{3740ms});
}

TEST(TurnTaker, APartialThatCompletesTheSentenceLateEndsTheTurnAtOnce) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("what are your", 0.0, false);
  scene.until(2400ms);
  scene.partial("what are your hours", 0.9, true);
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{2400ms});
}

TEST(TurnTaker, JoinsWhatTheCallerAddsBeforeTheAnswer) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("do you open", 0.5, false);
  scene.until(2600ms);
  ASSERT_EQ(scene.times<EndUtterance>().size(), 1U);
  scene.voice(2590ms, 3200ms);
  scene.final(1, "do you open");
  EXPECT_TRUE(scene.replies().empty());
  scene.partial("on sunday", 0.9, true);
  scene.until(3900ms);
  scene.final(2, "on sunday");
  ASSERT_EQ(scene.replies().size(), 1U);
  EXPECT_EQ(scene.replies().front().caller.text, "do you open on sunday");
}

TEST(TurnTaker, ReopensTheTurnOfACallerWhoHadNotFinished) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("can you come", 0.9, true);
  scene.until(2280ms);
  scene.final(1, "can you come");
  const auto reply = scene.replies().front();
  scene.agent_speaks(reply.turn);
  scene.voice(2400ms, 3000ms);
  EXPECT_EQ(scene.times<StopSpeaking>(), Marks{2560ms}) << "no words are needed so early";
  scene.partial("tomorrow", 0.9, true);
  scene.until(3600ms);
  EXPECT_EQ(scene.times<EndUtterance>().back(), 3500ms) << "the pause of 400 ms was learned";
  scene.final(2, "tomorrow");
  ASSERT_EQ(scene.replies().size(), 2U);
  EXPECT_EQ(scene.replies().back().caller.text, "tomorrow");
  EXPECT_EQ(scene.replies().back().caller.continued, "can you come");
}

TEST(TurnTaker, AnInterruptionLaterIsATurnOfItsOwn) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("what are your hours", 0.9, true);
  scene.until(2280ms);
  scene.final(1, "what are your hours");
  scene.agent_speaks(scene.replies().front().turn);
  scene.until(3000ms);
  scene.voice(3500ms, 4200ms);
  scene.partial("where are you", 0.9, true);
  scene.until(4600ms);
  scene.final(2, "where are you");
  ASSERT_EQ(scene.replies().size(), 2U);
  EXPECT_TRUE(scene.replies().back().caller.continued.empty());
}

TEST(TurnTaker, ReportsOfAStaleTurnChangeNothing) {
  Scene scene;
  const auto greeting = scene.turns.open_agent_turn();
  scene.agent_speaks(greeting);
  scene.voice(1000ms, 1600ms);
  scene.agent_is_done(greeting);
  scene.until(1650ms);
  const auto deadline = scene.turns.next_deadline();
  ASSERT_TRUE(deadline);
  EXPECT_EQ(*deadline, at(2200ms)) << "the caller's endpoint, not the silence policy";
}

TEST(TurnTaker, AsksAfterSilenceAndAgainAfterTheNextOne) {
  Scene scene;
  const auto greeting = scene.turns.open_agent_turn();
  scene.agent_speaks(greeting);
  scene.until(2000ms);
  scene.agent_is_done(greeting);
  scene.until(7999ms);
  EXPECT_TRUE(scene.replies().empty());
  scene.until(8000ms);
  ASSERT_EQ(scene.replies().size(), 1U);
  EXPECT_TRUE(scene.replies().front().caller.silent);
}

TEST(TurnTaker, SilenceDoesNotCountWhileTheCallIsHeld) {
  Scene scene;
  scene.turns.on(HoldChanged{true, at(0ms)});
  scene.until(60000ms);
  EXPECT_TRUE(scene.replies().empty());
  scene.turns.on(HoldChanged{false, at(60000ms)});
  scene.until(66000ms);
  EXPECT_EQ(scene.replies().size(), 1U);
}

TEST(TurnTaker, TakesThePartialWhenTheFinalDoesNotCome) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("what are your hours", 0.9, true);
  scene.until(3740ms);
  ASSERT_EQ(scene.replies().size(), 1U);
  EXPECT_EQ(scene.replies().front().caller.text, "what are your hours");
  scene.final(1, "too late");
  EXPECT_EQ(scene.replies().size(), 1U);
}

TEST(TurnTaker, APauseInANumberIsWaitedOutEvenWhereTheRecogniserIsBehind) {
  Scene scene;
  const auto question = scene.turns.open_agent_turn();
  scene.turns.on(ReplyPlanned{question, true, true});
  scene.agent_speaks(question);
  scene.agent_is_done(question);
  scene.voice(1000ms, 1500ms);
  scene.until(3290ms);
  EXPECT_TRUE(scene.times<EndUtterance>().empty());
  scene.until(3300ms);
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{3300ms});
}

TEST(TurnTaker, AnySoundInsideANumberIsADigitPerhaps) {
  Scene scene;
  const auto question = scene.turns.open_agent_turn();
  scene.turns.on(ReplyPlanned{question, true, true});
  scene.agent_speaks(question);
  scene.agent_is_done(question);
  scene.voice(1000ms, 1500ms);
  scene.suspect(2400ms);
  scene.dismiss(2660ms);
  scene.until(4459ms);
  EXPECT_TRUE(scene.times<EndUtterance>().empty());
  scene.until(4460ms);
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{4460ms});
}

TEST(TurnTaker, SaysSoWhenALongVoiceHadNoWords) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.until(2600ms);
  scene.final(1, "");
  ASSERT_EQ(scene.replies().size(), 1U);
  EXPECT_TRUE(scene.replies().front().caller.text.empty());
}

TEST(TurnTaker, IgnoresAShortNoiseWithoutWords) {
  Scene scene;
  scene.voice(1000ms, 1200ms);
  scene.until(1900ms);
  scene.final(1, "");
  EXPECT_TRUE(scene.replies().empty());
}

TEST(TurnTaker, AKeyStopsTheAgentAndIsATurn) {
  Scene scene;
  const auto greeting = scene.turns.open_agent_turn();
  scene.agent_speaks(greeting);
  scene.until(500ms);
  scene.press('0');
  EXPECT_EQ(scene.times<StopSpeaking>(), Marks{500ms});
  ASSERT_EQ(scene.replies().size(), 1U);
  EXPECT_EQ(scene.replies().front().caller.digit, '0');
}

TEST(TurnTaker, AVoiceWithoutAPauseIsAnsweredAtLast) {
  Scene scene;
  scene.turns.on(VoiceStarted{at(1000ms)});
  scene.until(31000ms);
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{31000ms});
}

}  // namespace
