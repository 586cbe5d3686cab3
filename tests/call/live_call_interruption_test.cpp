// SPDX-License-Identifier: Apache-2.0
// Sounds of the caller while the agent speaks, as a whole call makes of them.
#include <gtest/gtest.h>

#include "support/call_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kQuestion = "what are your hours";

// The agent has just begun the answer about the hours.
struct Answering {
  Answering() {
    ready = scene.start() && scene.until_agent_is_quiet();
    scene.media.samples_heard.clear();
    scene.says(kQuestion);
    ready = ready && scene.until_agent_speaks();
    scene.run(600ms);
  }
  CallScene scene;
  bool ready = false;
};

std::vector<std::int16_t> undisturbed_answer() {
  Answering call;
  call.scene.until_agent_is_quiet();
  return call.scene.media.samples_heard;
}

TEST(LiveCallInterruption, AfterACoughTheAnswerGoesOnAtTheVerySample) {
  Answering call;
  ASSERT_TRUE(call.ready);
  auto& scene = call.scene;
  const auto before = scene.media.samples_heard.size();
  scene.run(260ms, true);
  EXPECT_LE(scene.media.samples_heard.size() - before, 4U * 160) << "silent within 80 ms";
  scene.run(200ms);
  EXPECT_FALSE(scene.agent_heard) << "still deciding";
  ASSERT_TRUE(scene.until_agent_speaks(400ms));
  ASSERT_TRUE(scene.until_agent_is_quiet());
  EXPECT_EQ(scene.media.samples_heard, undisturbed_answer());
  ASSERT_EQ(scene.record().turns.size(), 1U);
  EXPECT_FALSE(scene.record().turns[0].reply->interrupted);
  EXPECT_EQ(scene.record().turns[0].reply->heard_text, scene.record().turns[0].reply->text);
  EXPECT_EQ(scene.call_meters_.resumptions.value(), 1U);
  EXPECT_EQ(scene.call_meters_.interruptions.value(), 0U);
  EXPECT_EQ(scene.media.cleared, 0);
}

TEST(LiveCallInterruption, UhHuhIsNoTurn) {
  Answering call;
  ASSERT_TRUE(call.ready);
  call.scene.run(300ms, true);
  call.scene.ear.hears("uh huh");
  ASSERT_TRUE(call.scene.until_agent_speaks(800ms));
  ASSERT_TRUE(call.scene.until_agent_is_quiet());
  EXPECT_EQ(call.scene.record().turns.size(), 1U);
  EXPECT_EQ(call.scene.media.samples_heard, undisturbed_answer());
}

TEST(LiveCallInterruption, WhatTheCarrierStillHeldWasNotHeardAndIsCleared) {
  Answering call;
  ASSERT_TRUE(call.ready);
  auto& scene = call.scene;
  scene.media.buffered = 8 * 300;
  scene.run(300ms, true);
  scene.ear.hears("wait a moment");
  scene.run(40ms, true);
  EXPECT_EQ(scene.media.cleared, 1);
  const auto& reply = *scene.record().turns.front().reply;
  EXPECT_TRUE(reply.interrupted);
  EXPECT_EQ(reply.heard_text, "We are open") << "300 ms, three words, less than what was sent";
}

TEST(LiveCallInterruption, TenInARowChangeNothing) {
  Answering call;
  ASSERT_TRUE(call.ready);
  auto& scene = call.scene;
  for (int i = 0; i < 10; ++i) {
    scene.says(kQuestion, 500ms);
    ASSERT_TRUE(scene.until_agent_speaks(1500ms)) << i;
    scene.run(600ms);
    EXPECT_TRUE(scene.agent_heard) << i;
  }
  ASSERT_TRUE(scene.until_agent_is_quiet());
  ASSERT_EQ(scene.record().turns.size(), 11U);
  for (std::size_t i = 0; i < 11; ++i) {
    const auto& turn = scene.record().turns[i];
    EXPECT_EQ(turn.caller->text, kQuestion);
    EXPECT_EQ(turn.reply->interrupted, i < 10) << i;
  }
  EXPECT_EQ(scene.call_meters_.interruptions.value(), 10U);
  // The last answer is whole.
  const auto whole = undisturbed_answer();
  ASSERT_GE(scene.media.samples_heard.size(), whole.size());
  EXPECT_TRUE(std::equal(whole.rbegin(), whole.rend(), scene.media.samples_heard.rbegin()));
}

TEST(LiveCallInterruption, TheLastWordsOfACallAreNotTakenBackFromTheCarrier) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("good bye");
  scene.run(10s);
  ASSERT_EQ(scene.ended, CallEnd::agent_finished);
  EXPECT_EQ(scene.media.cleared, 0) << "the carrier still plays the farewell";
}

TEST(LiveCallInterruption, NoiseBetweenSentencesIsForgotten) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.ear.hears("clatter that the recogniser made words of");
  scene.run(100ms, true);
  scene.run(500ms, true);
  EXPECT_EQ(scene.ear.discards(), 1U);
}

class Watcher final : public CallObserver {
 public:
  void on_voice(bool speaking) override { seen += speaking ? "voice " : "quiet "; }
  void on_transcript(const Transcript& transcript) override { seen += transcript.final ? "final " : "partial "; }
  void on_agent(AgentActivity activity) override {
    constexpr const char* kNames[] = {"silent ", "thinking ", "speaking ", "paused "};
    seen += kNames[static_cast<int>(activity)];
  }
  void on_greeting(const std::string& text) override { seen += "greeting(" + text.substr(0, 7) + ") "; }
  void on_turn(const TurnRecord& turn) override {
    if (last != turn.number) seen += "turn" + std::to_string(turn.number) + " ";
    last = turn.number;
  }
  std::string seen;
  std::uint32_t last = 0;
};

class PauseWatcher final : public CallObserver {
 public:
  void on_voice(bool) override {}
  void on_transcript(const Transcript&) override {}
  void on_agent(AgentActivity activity) override {
    if (activity == AgentActivity::paused && media) sent_at_pause = media->samples_heard.size();
  }
  void on_greeting(const std::string&) override {}
  void on_turn(const TurnRecord&) override {}
  const LoopbackMedia* media = nullptr;
  std::optional<std::size_t> sent_at_pause;
};

TEST(LiveCallInterruption, NotOneFrameIsSentAfterTheDecisionToPause) {
  PauseWatcher watcher;
  CallScene scene(scene_organization(), &watcher);
  watcher.media = &scene.media;
  ASSERT_TRUE(scene.start());
  scene.run(400ms);
  ASSERT_TRUE(scene.agent_heard);
  scene.run(500ms, true);
  ASSERT_TRUE(watcher.sent_at_pause);
  EXPECT_EQ(scene.media.samples_heard.size(), *watcher.sent_at_pause);
}

TEST(LiveCallInterruption, WhoWatchesSeesTheCallInOrder) {
  Watcher watcher;
  CallScene scene(scene_organization(), &watcher);
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says(kQuestion);
  ASSERT_TRUE(scene.until_agent_is_quiet());
  EXPECT_EQ(watcher.seen,
            "greeting(Welcome) speaking silent voice partial quiet final thinking turn1 speaking silent ");
}

}  // namespace
