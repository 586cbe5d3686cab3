// SPDX-License-Identifier: Apache-2.0
// Whole calls without a wire, a model or a second of real time.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "support/call_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

const std::string kHours = "We are open from eight to six every day of the week but Sunday";

TEST(LiveCall, GreetsWithTheFirstFrameAfterTheCallerListens) {
  CallScene scene;
  ASSERT_TRUE(scene.start(false));
  scene.run(200ms);
  EXPECT_TRUE(scene.media.turns_heard.empty()) << "nobody would have heard it";
  scene.call->caller_is_listening();
  scene.run(20ms);
  EXPECT_EQ(scene.media.turns_heard.size(), 1U);
}

TEST(LiveCall, TheFirstPacketOpensThePathWhenTheAckIsLost) {
  CallScene scene;
  ASSERT_TRUE(scene.start(false));
  scene.media.listener().on_first_packet();
  scene.run(20ms);
  EXPECT_EQ(scene.media.turns_heard.size(), 1U);
}

// Knows nothing but what it was asked.
class AskedRouter final : public IntentRouter {
 public:
  RouteDecision route(const RouteQuery& query) const override {
    asked.push_back(query);
    return {};
  }
  mutable std::vector<RouteQuery> asked;
};

TEST(LiveCall, PartialTranscriptsAreAskedAsSuchAndTheFinalOneIsNot) {
  const auto router = std::make_shared<const AskedRouter>();  // owners: the scene's call and this test
  CallScene scene(scene_organization(), nullptr, {0, 0}, router);
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("what are your hours");
  ASSERT_TRUE(scene.until_agent_speaks());
  std::vector<bool> partial;
  for (const auto& query : router->asked) {
    EXPECT_EQ(query.text, "what are your hours");
    partial.push_back(query.partial);
  }
  EXPECT_EQ(partial, (std::vector<bool>{true, false}));
}

TEST(LiveCall, AnswersAQuestionAndWritesItDown) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("what are your hours");
  ASSERT_TRUE(scene.until_agent_speaks());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  ASSERT_EQ(scene.record().turns.size(), 1U);
  const auto& turn = scene.record().turns.front();
  EXPECT_EQ(turn.caller->text, "what are your hours");
  EXPECT_EQ(turn.decision->layer, "1a");
  EXPECT_EQ(turn.decision->pattern, "hours");
  EXPECT_EQ(turn.reply->text, kHours);
  EXPECT_EQ(turn.reply->heard_text, kHours);
  EXPECT_FALSE(turn.reply->interrupted);
  EXPECT_NEAR(*turn.timings.end_of_turn_delay, 240, 21);
  EXPECT_NEAR(*turn.timings.transcription_delay, 280, 21);
  EXPECT_EQ(*turn.timings.first_audio, 0) << "no time passes between knowing and queueing on a manual clock";
  EXPECT_NEAR(*turn.timings.e2e, 300, 21);
}

TEST(LiveCall, KeepsWhatWasHeardOfAReplyThatWasInterrupted) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("what are your hours");
  ASSERT_TRUE(scene.until_agent_speaks());
  scene.run(480ms);
  const auto frames_before = scene.media.turns_heard.size();
  scene.run(240ms, true);
  const auto frames_after = scene.media.turns_heard.size();
  EXPECT_LE(frames_after - frames_before, 60U / 20 + 1) << "the agent is silent 80 ms into the sound";
  EXPECT_FALSE(scene.agent_heard);
  scene.ear.hears("wait a moment");
  scene.run(20ms, true);
  const auto& reply = *scene.record().turns.front().reply;
  EXPECT_TRUE(reply.interrupted);
  EXPECT_EQ(reply.text, kHours);
  EXPECT_EQ(reply.heard_text, "We are open from eight") << "100 ms a word, as the playout counted them";
}

TEST(LiveCall, NoFrameOfAStaleTurnIsSentAfterTheInterruption) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("what are your hours");
  ASSERT_TRUE(scene.until_agent_speaks());
  scene.run(400ms);
  scene.run(240ms, true);
  const auto stale = scene.media.turns_heard.back();
  scene.says("good bye", 400ms);
  scene.until_agent_is_quiet();
  bool later = false;
  for (const auto turn : scene.media.turns_heard) {
    if (turn > stale) later = true;
    EXPECT_FALSE(later && turn == stale);
  }
  EXPECT_TRUE(later);
}

TEST(LiveCall, AReplyThatIsReadyTooLateIsNeverHeard) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.voice.first_chunk_after = 600ms;
  scene.says("what are your hours");
  scene.run(400ms);  // the reply is being made
  scene.run(300ms, true);
  scene.ear.hears("no wait");
  scene.run(100ms, true);
  const auto sent = scene.media.turns_heard.size();
  scene.run(300ms, true);
  EXPECT_EQ(scene.media.turns_heard.size(), sent) << "it was for a turn that is over";
  EXPECT_TRUE(scene.record().turns.front().reply->interrupted);
  EXPECT_EQ(scene.record().turns.front().reply->heard_text, "");
  EXPECT_EQ(scene.call_meters_.stale_replies.value(), 1U);
}

TEST(LiveCall, AsksTwiceIntoSilenceAndThenTakesItsLeave) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  scene.run(60s);
  EXPECT_EQ(scene.ended, CallEnd::silence);
  EXPECT_EQ(scene.record().end_reason, CallEnd::silence);
  EXPECT_EQ(scene.record().turns.size(), 3U) << "two prompts and a farewell";
}

TEST(LiveCall, EndsAfterTheFarewellThatWasAskedFor) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("good bye");
  scene.run(5s);
  EXPECT_EQ(scene.ended, CallEnd::agent_finished);
}

TEST(LiveCall, AKeyIsATurn) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  scene.run(100ms);
  scene.media.listener().on_digit('0');
  scene.clock.drain();
  scene.run(500ms);
  ASSERT_FALSE(scene.record().turns.empty());
  EXPECT_EQ(scene.record().turns.front().caller->dtmf, "0");
  EXPECT_TRUE(scene.record().greeting->interrupted);
}

TEST(LiveCall, WithoutAnEarTheCallIsNotAnswered) {
  CallScene scene;
  scene.ear.ready = false;
  EXPECT_FALSE(scene.start());
  scene.call->finish(CallEnd::speech_lost);
  EXPECT_EQ(scene.record().end_reason, CallEnd::speech_lost);
  scene.ended = CallEnd::speech_lost;
}

TEST(LiveCall, ApologisesAndEndsWhenTheEarIsLost) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  const auto spoken = scene.voice.spoken.size();
  scene.ear.breaks();
  scene.run(10s);
  EXPECT_EQ(scene.ended, CallEnd::speech_lost);
  EXPECT_EQ(scene.voice.spoken.size(), spoken + 1);
}

TEST(LiveCall, GoesOnWithoutTheReplyThatTheVoiceCannotSpeak) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.voice.broken = true;
  scene.says("what are your hours");
  scene.run(1s);
  scene.voice.broken = false;
  scene.says("what are your hours");
  ASSERT_TRUE(scene.until_agent_speaks());
  EXPECT_EQ(scene.record().turns.size(), 2U);
}

TEST(LiveCall, EndsAtItsMaximumLengthWithAWordOfApology) {
  auto organization = *scene_organization();
  organization.limits.call_length = std::chrono::minutes{1};
  organization.silence.prompts = 1000;
  CallScene scene(std::make_shared<const Organization>(organization));
  ASSERT_TRUE(scene.start());
  scene.run(90s);
  EXPECT_EQ(scene.ended, CallEnd::too_long);
}

TEST(LiveCall, EndsWhenNoMediaComes) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  scene.run(1s);
  scene.media.listener().on_media_lost(MediaLoss::never_came);
  scene.clock.drain();
  EXPECT_EQ(scene.ended, CallEnd::no_media);
}

TEST(LiveCall, SilenceOnHoldIsNobodysFault) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.call->hold(true);
  scene.run(120s);
  EXPECT_FALSE(scene.ended);
  EXPECT_TRUE(scene.record().turns.empty());
}

// Hang-up in every state of the loops: each must end at once, with the caller's reason, and leave nothing running.
enum class Moment { at_once, greeting, listening, caller_talking, awaiting_final, making_reply, speaking };

class HangUp : public testing::TestWithParam<Moment> {};

TEST_P(HangUp, EndsTheCallWhateverItIsDoing) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  const Moment moment = GetParam();
  if (moment >= Moment::greeting) scene.run(200ms);
  if (moment >= Moment::listening) {
    ASSERT_TRUE(scene.until_agent_is_quiet());
  }
  if (moment == Moment::making_reply) scene.voice.first_chunk_after = 5s;
  if (moment == Moment::caller_talking) scene.run(400ms, true);
  if (moment == Moment::awaiting_final) {
    scene.ear.never_finishes();
    scene.says("what are your hours");
    scene.run(400ms);
  }
  if (moment == Moment::making_reply) {
    scene.says("what are your hours");
    scene.run(500ms);
  }
  if (moment == Moment::speaking) {
    scene.says("what are your hours");
    ASSERT_TRUE(scene.until_agent_speaks());
  }
  scene.call->end(CallEnd::caller_hung_up);
  scene.clock.drain();
  EXPECT_EQ(scene.ended, CallEnd::caller_hung_up);
  EXPECT_FALSE(scene.media.running());
  EXPECT_EQ(scene.records->find({"scene"}, scene.record().id)->end_reason, CallEnd::caller_hung_up);
}

INSTANTIATE_TEST_SUITE_P(InEveryState, HangUp,
                         testing::Values(Moment::at_once, Moment::greeting, Moment::listening, Moment::caller_talking,
                                         Moment::awaiting_final, Moment::making_reply, Moment::speaking));

TEST(LiveCall, AMinuteOfConversationTakesNextToNoTime) {
  const auto began = std::chrono::steady_clock::now();
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  while (scene.clock.now() < Instant{} + 58s) {
    scene.says("what are your hours");
    ASSERT_TRUE(scene.until_agent_speaks());
    ASSERT_TRUE(scene.until_agent_is_quiet());
  }
  scene.says("good bye");
  scene.run(5s);
  EXPECT_EQ(scene.ended, CallEnd::agent_finished);
  EXPECT_GE(scene.record().turns.size(), 12U);
  const auto took = std::chrono::steady_clock::now() - began;
  std::cout << "a conversation of "
            << std::chrono::duration_cast<std::chrono::seconds>(scene.clock.now() - Instant{}).count() << " s took "
            << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
}

}  // namespace
