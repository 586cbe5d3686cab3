// SPDX-License-Identifier: Apache-2.0
// What operators do to a call that runs.
#include <gtest/gtest.h>

#include "support/call_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

TEST(LiveCallAction, SaysTheOperatorsWordsAndWritesThemDown) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  ASSERT_TRUE(scene.call->act(SayAction{"Please hold the line"}));
  ASSERT_TRUE(scene.until_agent_speaks());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  ASSERT_EQ(scene.record().turns.size(), 1U);
  const auto& turn = scene.record().turns.front();
  EXPECT_FALSE(turn.caller);
  EXPECT_FALSE(turn.decision);
  EXPECT_EQ(turn.reply->text, "Please hold the line");
  EXPECT_EQ(turn.reply->heard_text, "Please hold the line");
  EXPECT_FALSE(turn.timings.e2e);
}

TEST(LiveCallAction, WaitsUntilTheAgentHasFinished) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_speaks());
  ASSERT_TRUE(scene.call->act(SayAction{"Please hold the line"}));
  scene.run(100ms);
  EXPECT_TRUE(scene.record().turns.empty()) << "the greeting is still being said";
  ASSERT_TRUE(scene.until_agent_is_quiet());
  EXPECT_FALSE(scene.record().greeting->interrupted);
  ASSERT_EQ(scene.record().turns.size(), 1U);
  EXPECT_EQ(scene.record().turns.front().reply->heard_text, "Please hold the line");
}

TEST(LiveCallAction, DoesNotTalkOverTheCaller) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.run(300ms, true);
  ASSERT_TRUE(scene.call->act(SayAction{"Please hold the line"}));
  scene.says("what are your hours");
  ASSERT_TRUE(scene.until_agent_is_quiet());
  ASSERT_EQ(scene.record().turns.size(), 2U);
  EXPECT_EQ(scene.record().turns[0].decision->pattern, "hours");
  EXPECT_EQ(scene.record().turns[1].reply->text, "Please hold the line");
}

TEST(LiveCallAction, RefusesWhatCannotBeSaid) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_speaks());
  EXPECT_EQ(scene.call->act(SayAction{" \n"}).error().fault, Fault::invalid_input);
  EXPECT_EQ(scene.call->act(SayAction{std::string(2001, 'a')}).error().fault, Fault::invalid_input);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(scene.call->act(SayAction{"wait"}));
  EXPECT_EQ(scene.call->act(SayAction{"wait"}).error().fault, Fault::exhausted);
}

TEST(LiveCallAction, EndsWithTheFarewell) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  ASSERT_TRUE(scene.call->act(EndAction{true}));
  EXPECT_EQ(scene.call->act(SayAction{"too late"}).error().fault, Fault::closed);
  ASSERT_TRUE(scene.until_agent_speaks());
  scene.until_agent_is_quiet();
  EXPECT_EQ(scene.ended, CallEnd::agent_finished);
}

TEST(LiveCallAction, EndsAtOnceWithoutIt) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.call->act(EndAction{false}));
  scene.run(40ms);
  EXPECT_EQ(scene.ended, CallEnd::agent_finished);
}

TEST(LiveCallAction, SendsKeysWhereTheLineTakesThem) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.call->act(SendDigitsAction{"12#"}));
  EXPECT_EQ(scene.media.keys_sent, "12#");
  scene.media.takes_keys = false;
  EXPECT_EQ(scene.call->act(SendDigitsAction{"1"}).error().fault, Fault::unsupported);
}

}  // namespace
