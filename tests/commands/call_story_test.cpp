// SPDX-License-Identifier: Apache-2.0
#include "call_story.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

using namespace std::chrono_literals;

constexpr auto kRecord = R"({
  "id": "x", "ended_at": "2026-11-21T12:00:00Z", "end_reason": "caller_hung_up",
  "turns": [
    {"number": 1, "caller": {"text": "what are your", "ended_ms": 2000}, "decision": {"layer": "1a", "pattern": "hours"},
     "reply": {"text": "We are open."}, "timings_ms": {"transcription_delay": 41.5, "first_audio": 2}},
    {"number": 2, "caller": null, "decision": null, "reply": {"text": "Are you there?"}, "timings_ms": {}},
    {"number": 3, "caller": {"text": "hours", "ended_ms": 3000}, "decision": {"layer": "fallback", "pattern": null},
     "reply": null, "timings_ms": {"transcription_delay": null}}
  ]})";

TEST(CallStory, ReadsTurnsAndLeavesOutWhatDidNotHappen) {
  const auto story = read_story(kRecord);
  ASSERT_TRUE(story);
  EXPECT_TRUE(story->over);
  EXPECT_EQ(story->end_reason, "caller_hung_up");
  ASSERT_EQ(story->turns.size(), 3u);
  EXPECT_EQ(story->turns[0], (StoryTurn{"what are your", true, 2000, "1a", "hours", "We are open.", 41.5, 2.0}));
  EXPECT_FALSE(story->turns[1].spoken);
  EXPECT_EQ(story->turns[2].pattern, "");
  EXPECT_FALSE(story->turns[2].transcription_ms);
  EXPECT_EQ(story->transcript(), "what are your hours");
}

TEST(CallStory, ACallWithoutEndIsNotOver) {
  const auto story = read_story(R"({"ended_at": null, "turns": []})");
  ASSERT_TRUE(story);
  EXPECT_FALSE(story->over);
}

TEST(CallStory, AnythingElseIsNoRecord) {
  for (const auto* text : {"", "[]", "{}", "{\"turns\": 3}", "<html>"}) EXPECT_FALSE(read_story(text)) << text;
}

TEST(CallStory, ATurnIsFoundByWhenItsSpeechEnded) {
  const auto story = read_story(kRecord);
  peer::ReportedTurn turn;
  EXPECT_EQ(story_of(*story, turn, 0ms), nullptr) << "never spoke";
  turn.end_of_speech = 2150ms;
  EXPECT_EQ(story_of(*story, turn, 100ms), &story->turns[0]);
  turn.end_of_speech = 2900ms;
  EXPECT_EQ(story_of(*story, turn, 100ms), &story->turns[2]);
  turn.end_of_speech = 9s;
  EXPECT_EQ(story_of(*story, turn, 100ms), nullptr) << "too far from any";
}

}  // namespace
}  // namespace parley::commands
