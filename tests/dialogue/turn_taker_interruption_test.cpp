// SPDX-License-Identifier: Apache-2.0
// Sounds of the caller while the agent speaks: paused at once, decided later.
#include <gtest/gtest.h>

#include "parley/dialogue/turn_taker.hpp"
#include "turn_scene.hpp"

using namespace parley;
using namespace parley::test;

namespace {

// The agent has been speaking since 0 ms.
class Interruption : public testing::Test {
 protected:
  Interruption() : turn(scene.turns.open_agent_turn()) { scene.agent_speaks(turn); }

  Scene scene;
  TurnId turn;
};

TEST_F(Interruption, PausesAtTheFirstSuspicionAndStopsOnceThereAreWords) {
  scene.suspect(2000ms);
  EXPECT_EQ(scene.times<PauseSpeaking>(), Marks{2060ms});
  scene.voice_starts(2000ms);
  scene.voice_lasts(2160ms);
  EXPECT_TRUE(scene.times<StopSpeaking>().empty());
  scene.until(2450ms);
  scene.partial("where are", 0.1, false);
  EXPECT_EQ(scene.times<StopSpeaking>(), Marks{2450ms});
  EXPECT_NE(scene.turns.turn(), turn);
  scene.voice_stops(2800ms);
  scene.partial("where are you", 0.9, true);
  scene.until(3100ms);
  scene.final(1, "where are you");
  ASSERT_EQ(scene.replies().size(), 1U);
  EXPECT_EQ(scene.replies().front().caller.text, "where are you");
  EXPECT_TRUE(scene.times<ResumeSpeaking>().empty());
}

TEST_F(Interruption, ANoiseThatIsNoVoiceHoldsTheAgentUpForAMomentOnly) {
  scene.suspect(2000ms);
  scene.dismiss(2260ms);
  EXPECT_EQ(scene.times<ResumeSpeaking>(), Marks{2260ms});
  scene.until(9000ms);
  EXPECT_EQ(scene.turns.turn(), turn);
  EXPECT_TRUE(scene.times<StopSpeaking>().empty());
}

TEST_F(Interruption, ACoughIsFollowedByTheRestOfTheSentence) {
  scene.voice(2000ms, 2350ms);
  scene.until(2649ms);
  EXPECT_TRUE(scene.times<ResumeSpeaking>().empty());
  scene.until(2650ms);
  EXPECT_EQ(scene.times<ResumeSpeaking>(), Marks{2650ms});
  scene.until(9000ms);
  EXPECT_TRUE(scene.times<StopSpeaking>().empty());
  EXPECT_TRUE(scene.times<EndUtterance>().empty());
  EXPECT_TRUE(scene.replies().empty());
  EXPECT_EQ(scene.turns.turn(), turn);
}

TEST_F(Interruption, SoIsUhHuh) {
  scene.voice_starts(2000ms);
  scene.voice_lasts(2160ms);
  scene.until(2400ms);
  scene.partial("uh huh", 0.5, false);
  scene.voice_stops(2600ms);
  scene.until(2900ms);
  EXPECT_EQ(scene.times<ResumeSpeaking>(), Marks{2900ms});
  EXPECT_TRUE(scene.times<StopSpeaking>().empty());
}

TEST_F(Interruption, WordsThatWereProbablyNotSaidAreACough) {
  scene.voice_starts(2000ms);
  scene.until(2300ms);
  scene.partial({"hours", 0.5, true, false, false, false, 0.2, true});
  scene.voice_stops(2400ms);
  scene.until(2700ms);
  EXPECT_EQ(scene.times<ResumeSpeaking>(), Marks{2700ms});
}

TEST_F(Interruption, ASecondSoundBeforeTheDecisionPutsItOff) {
  scene.voice(2000ms, 2300ms);
  scene.voice(2450ms, 2800ms);
  EXPECT_TRUE(scene.times<ResumeSpeaking>().empty());
  scene.partial("wait", 0.5, false);
  EXPECT_EQ(scene.times<StopSpeaking>(), Marks{2880ms});
}

TEST_F(Interruption, WordsThatComeLateStopTheAgentAfterAll) {
  scene.voice(2000ms, 2600ms);
  scene.until(3000ms);
  ASSERT_EQ(scene.times<ResumeSpeaking>(), Marks{2900ms});
  scene.partial("where are you", 0.9, true);
  EXPECT_EQ(scene.times<StopSpeaking>(), Marks{3000ms});
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{3000ms}) << "and the turn is long over";
}

TEST_F(Interruption, AVoiceThatGoesOnAndOnIsMeantWhateverItSays) {
  scene.voice_starts(2000ms);
  scene.voice_lasts(2160ms);
  scene.until(3599ms);
  EXPECT_TRUE(scene.times<StopSpeaking>().empty());
  scene.until(3600ms);
  EXPECT_EQ(scene.times<StopSpeaking>(), Marks{3600ms});
}

TEST_F(Interruption, WhatMustBeHeardToItsEndIsNotPaused) {
  scene.plan(turn, false);
  scene.suspect(2000ms);
  scene.voice(2000ms, 3200ms);
  scene.partial("stop", 0.9, true);
  scene.until(3300ms);
  EXPECT_TRUE(scene.times<PauseSpeaking>().empty());
  EXPECT_TRUE(scene.times<StopSpeaking>().empty());
}

TEST_F(Interruption, TenInARowChangeNothing) {
  for (int i = 0; i < 10; ++i) {
    const auto start = std::chrono::milliseconds{5000} * i + 2000ms;
    scene.voice_starts(start);
    scene.voice_lasts(start + 160ms);
    scene.until(start + 400ms);
    scene.partial("where are", 0.1, false);
    scene.voice_stops(start + 800ms);
    scene.partial("where are you", 0.9, true);
    scene.until(start + 1100ms);
    scene.final(static_cast<std::uint32_t>(i + 1), "where are you");
    ASSERT_EQ(scene.replies().size(), static_cast<std::size_t>(i + 1));
    EXPECT_EQ(scene.replies().back().caller.text, "where are you");
    EXPECT_TRUE(scene.replies().back().caller.continued.empty());
    scene.agent_speaks(scene.replies().back().turn);
  }
  EXPECT_EQ(scene.times<PauseSpeaking>().size(), 10U);
  EXPECT_EQ(scene.times<StopSpeaking>().size(), 10U);
  EXPECT_TRUE(scene.times<ResumeSpeaking>().empty());
}

TEST_F(Interruption, ASoundWithoutWordsRightAtTheStartOfAReplyGetsTheReplyAgain) {
  scene.agent_is_done(turn);
  scene.voice(1000ms, 2000ms);
  scene.partial("what are your hours", 0.9, true);
  scene.until(2280ms);
  scene.final(1, "what are your hours");
  scene.agent_speaks(scene.replies().front().turn);
  scene.voice(2400ms, 2700ms);
  scene.until(3400ms);
  scene.final(2, "");
  ASSERT_EQ(scene.replies().size(), 2U);
  EXPECT_EQ(scene.replies().back().caller.text, "what are your hours");
  EXPECT_TRUE(scene.replies().back().caller.continued.empty());
}

TEST(TurnTakerSuspicion, HoldsTheEndOfATurnUpUntilItIsDecided) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.partial("what are your hours", 0.9, true);
  scene.suspect(2150ms);
  scene.until(2300ms);
  EXPECT_TRUE(scene.times<EndUtterance>().empty());
  scene.dismiss(2410ms);
  EXPECT_EQ(scene.times<EndUtterance>(), Marks{2410ms});
}

TEST(TurnTakerSuspicion, ForgetsNoiseThatStandsBeforeASentence) {
  Scene scene;
  scene.voice(1000ms, 2000ms);
  scene.until(2700ms);
  scene.final(1, "what are your hours");
  EXPECT_EQ(scene.discarded, 1);
  scene.voice(5000ms, 6000ms);
  EXPECT_EQ(scene.discarded, 2) << "what the recogniser heard in between is no part of the sentence";
}

}  // namespace
