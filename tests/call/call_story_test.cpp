// SPDX-License-Identifier: Apache-2.0
#include "call_story.hpp"

#include <gtest/gtest.h>

using namespace parley;
using namespace std::chrono_literals;

namespace {

const Instant answered{100s};

CallerTurn spoken_turn() {
  CallerTurn caller;
  caller.text = "what are your hours";
  caller.confidence = 0.9;
  caller.started_at = answered + 2s;
  caller.ended_at = answered + 3s;
  caller.decided_at = answered + 3240ms;
  caller.heard_at = answered + 3290ms;
  return caller;
}

TEST(CallStory, CountsFromTheAnswer) {
  CallStory story(CallRecord{});
  story.answered(answered, WallTime{});
  const auto turn = story.caller_said(spoken_turn());
  EXPECT_EQ(story.turn(turn).number, 1U);
  EXPECT_EQ(story.turn(turn).caller->started_ms, 2000);
  EXPECT_EQ(story.turn(turn).caller->ended_ms, 3000);
  EXPECT_EQ(story.turn(turn).timings.end_of_turn_delay, 240);
  EXPECT_EQ(story.turn(turn).timings.transcription_delay, 290);
}

TEST(CallStory, TheServersOwnShareStartsWhenTurnAndTranscriptAreKnown) {
  CallStory story(CallRecord{});
  story.answered(answered, WallTime{});
  const auto caller = spoken_turn();
  const auto turn = story.caller_said(caller);
  story.first_frame_queued(turn, caller, answered + 3293ms);
  story.first_frame_sent(turn, caller, answered + 3300ms);
  EXPECT_EQ(story.turn(turn).timings.first_audio, 3);
  EXPECT_EQ(story.turn(turn).timings.e2e, 300);
}

TEST(CallStory, SilenceAndKeysHaveNoSpeechToTime) {
  CallStory story(CallRecord{});
  story.answered(answered, WallTime{});
  CallerTurn nobody;
  nobody.silent = true;
  nobody.started_at = nobody.ended_at = nobody.decided_at = nobody.heard_at = answered + 6s;
  const auto turn = story.caller_said(nobody);
  story.first_frame_sent(turn, nobody, answered + 6100ms);
  EXPECT_FALSE(story.turn(turn).timings.end_of_turn_delay);
  EXPECT_FALSE(story.turn(turn).timings.e2e);
  CallerTurn key;
  key.digit = '5';
  EXPECT_EQ(story.turn(story.caller_said(key)).caller->dtmf, "5");
}

TEST(CallStory, KeepsEverythingThatADecisionSays) {
  CallStory story(CallRecord{});
  story.answered(answered, WallTime{});
  const auto turn = story.caller_said(spoken_turn());
  RouteDecision decision;
  decision.layer = RouteLayer::meaning;
  decision.method = RouteMethod::meaning;
  decision.pattern = "hours";
  decision.confidence = 0.98;
  decision.candidates = {{"hours", RouteMethod::meaning, 0.9}, {"price", RouteMethod::keyword, 0.2, "less sure"}};
  decision.cost_usd = 0.001;
  decision.saved_usd = 0.01;
  decision.normalised = "what are your hours";
  decision.gates = {{"margin", 0.5, 0.4, true, "clear"}};
  decision.shadow = "price";
  decision.evidence = "90 own examples";
  story.decided(turn, decision, 2ms);
  RecordedDecision kept{"1b", "meaning", "hours", 0.98, {}, 0.001, 0.01};
  kept.candidates = {{"hours", "meaning", 0.9}, {"price", "keyword", 0.2, "less sure"}};
  kept.normalised = "what are your hours";
  kept.gates = {{"margin", 0.5, 0.4, true, "clear"}};
  kept.shadow = "price";
  kept.evidence = "90 own examples";
  EXPECT_EQ(story.turn(turn).decision, kept);
  EXPECT_EQ(story.turn(turn).timings.route, 2);
}

TEST(CallStory, TheFirstReasonOfAnEndStays) {
  CallStory story(CallRecord{});
  story.ended(CallEnd::caller_hung_up, WallTime{5ms});
  story.ended(CallEnd::bug, WallTime{9ms});
  EXPECT_EQ(story.record().end_reason, CallEnd::caller_hung_up);
  EXPECT_EQ(story.record().ended_at, WallTime{5ms});
}

TEST(CallStory, TellsWhatWasHeardOfTheGreeting) {
  CallStory story(CallRecord{});
  story.greeted("welcome to us");
  story.heard(std::nullopt, "welcome", true);
  EXPECT_EQ(story.record().greeting, (AgentSaid{"welcome to us", "welcome", true}));
}

}  // namespace
