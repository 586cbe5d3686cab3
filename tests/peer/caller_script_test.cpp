// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/caller_script.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley::peer {
namespace {

using namespace std::chrono_literals;
using Kind = ScriptStep::Kind;

ScriptInput speech(std::uint32_t slots, std::uint32_t voiced) {
  return {ScriptInput::Kind::speech, "speech", slots, voiced - 1};
}
ScriptInput silence(std::uint32_t slots) { return {ScriptInput::Kind::silence, "silence", slots, std::nullopt}; }

// Spans in which the agent sounds, in milliseconds.
using Spans = std::vector<std::pair<int, int>>;

struct Played {
  int hung_up_at = -1;
  std::vector<std::pair<int, std::size_t>> started;  // when, which input
};

// Runs the script slot by slot; the agent's packets arrive right before the slots.
Played play(CallerScript& script, const Spans& agent, int until = 60000) {
  Played played;
  script.answered(0ms);
  for (int ms = 20; ms <= until; ms += 20) {
    for (const auto& [from, to] : agent) {
      if (ms > from && ms <= to) {
        script.agent_voiced(std::chrono::milliseconds(ms - 20), std::chrono::milliseconds(ms));
      }
    }
    const auto step = script.next(std::chrono::milliseconds(ms));
    if (step.kind == Kind::hang_up) {
      EXPECT_EQ(played.hung_up_at, -1) << "asked for once";
      played.hung_up_at = ms;
    }
    if (step.kind == Kind::input && step.slot == 0) played.started.emplace_back(ms, step.input);
  }
  return played;
}

TEST(CallerScript, SpeaksWhenTheGreetingIsOverAndLeavesWhenTheReplyIs) {
  CallerScript script({speech(50, 40)}, {});
  const auto played = play(script, {{100, 1500}, {3300, 5000}});
  EXPECT_EQ(played.started, (std::vector<std::pair<int, std::size_t>>{{2200, 0}}));
  EXPECT_EQ(played.hung_up_at, 5700);
  EXPECT_EQ(script.greeting_audio(), 100ms);
  EXPECT_EQ(script.greeting_end(), 1500ms);
  ASSERT_EQ(script.turns().size(), 1u);
  const auto& turn = script.turns()[0];
  EXPECT_EQ(turn.end_of_speech, 2980ms);
  EXPECT_EQ(turn.reply_audio, 3300ms);
  EXPECT_EQ(turn.gap(), 320ms);
  EXPECT_EQ(turn.reply_end, 5000ms);
  EXPECT_FALSE(turn.interrupted);
  EXPECT_FALSE(turn.cut_off());
}

TEST(CallerScript, APauseWithinTheAgentsSpeechIsWaitedOut) {
  CallerScript script({speech(10, 10)}, {});
  const auto played = play(script, {{0, 1000}, {1600, 2000}, {3500, 4000}});
  EXPECT_EQ(played.started.at(0).first, 2700);
}

TEST(CallerScript, ASilentAgentIsSpokenToAfterTheLongestWait) {
  CallerScript::Settings settings;
  settings.longest_wait = 3s;
  CallerScript script({speech(10, 10), speech(10, 10)}, settings);
  const auto played = play(script, {});
  EXPECT_EQ(played.started, (std::vector<std::pair<int, std::size_t>>{{3000, 0}, {6180, 1}}));
  EXPECT_EQ(played.hung_up_at, 9360);
  EXPECT_FALSE(script.turns()[0].reply_audio);
  EXPECT_FALSE(script.greeting_audio());
}

TEST(CallerScript, AReplyBeforeTheEndOfSpeechIsACutOff) {
  CallerScript script({speech(100, 100)}, {});
  play(script, {{0, 200}, {1500, 1800}, {3400, 4000}});
  const auto& turn = script.turns().at(0);
  EXPECT_EQ(turn.end_of_speech, 2880ms);
  EXPECT_EQ(turn.reply_audio, 1500ms);
  EXPECT_TRUE(turn.cut_off());
  EXPECT_EQ(turn.reply_end, 4000ms);
}

TEST(CallerScript, BargeInSpeaksSoLongAfterTheAgentBegan) {
  CallerScript::Settings settings;
  settings.barge_in = 500ms;
  CallerScript script({speech(50, 50), speech(50, 50)}, settings);
  // The agent stops 200 ms after each barge-in and replies at 1700, then at 3500.
  const auto played = play(script, {{100, 800}, {1800, 2500}, {3600, 4000}});
  EXPECT_EQ(played.started, (std::vector<std::pair<int, std::size_t>>{{600, 0}, {2300, 1}}));
  EXPECT_TRUE(script.greeting_interrupted());
  const auto& first = script.turns()[0];
  EXPECT_EQ(first.end_of_speech, 1580ms);
  EXPECT_EQ(first.reply_audio, 1800ms) << "the rest of the greeting is no reply";
  EXPECT_EQ(first.agent_stopped, 800ms);
  EXPECT_EQ(first.reply_end, 2300ms);
  EXPECT_TRUE(first.interrupted);
  EXPECT_EQ(script.turns()[1].reply_audio, 3600ms);
  EXPECT_FALSE(script.turns()[1].interrupted);
}

TEST(CallerScript, AnAgentThatTalksOnIsNotAReply) {
  CallerScript::Settings settings;
  settings.barge_in = 500ms;
  CallerScript script({speech(20, 20)}, settings);
  play(script, {{0, 5000}, {5400, 6000}});
  EXPECT_EQ(script.turns()[0].reply_audio, 5400ms);
  EXPECT_EQ(script.turns()[0].agent_stopped, 5000ms);
}

TEST(CallerScript, AReplyShorterThanTheBargeInIsFollowedAsUsual) {
  CallerScript::Settings settings;
  settings.barge_in = 2s;
  CallerScript script({speech(10, 10)}, settings);
  EXPECT_EQ(play(script, {{0, 300}}).started.at(0).first, 1000);
}

TEST(CallerScript, SilenceWaitsForNobodyAndIsNoTurn) {
  CallerScript script({silence(100), speech(10, 10), silence(50)}, {});
  const auto played = play(script, {{0, 1000}, {3000, 3500}});
  // 2 s of silence from the first slot on, then the greeting has long been over.
  EXPECT_EQ(played.started, (std::vector<std::pair<int, std::size_t>>{{20, 0}, {2020, 1}, {2220, 2}}));
  ASSERT_EQ(script.turns().size(), 1u);
  EXPECT_EQ(script.turns()[0].reply_audio, 3000ms);
  EXPECT_EQ(played.hung_up_at, 4200) << "the agent still sounds when the last silence is over";
}

TEST(CallerScript, ALaterPromptOfTheAgentIsNotPartOfTheReply) {
  CallerScript script({speech(10, 10), silence(500)}, {});
  play(script, {{0, 200}, {1300, 2000}, {8000, 9000}});
  EXPECT_EQ(script.turns()[0].reply_end, 2000ms);
}

TEST(CallerScript, WithoutInputsTheGreetingIsHeardOut) {
  CallerScript script({}, {});
  EXPECT_EQ(play(script, {{100, 900}}).hung_up_at, 1600);
}

}  // namespace
}  // namespace parley::peer
