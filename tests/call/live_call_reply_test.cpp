// SPDX-License-Identifier: Apache-2.0
// What becomes of a turn: joined halves, call-backs, what the ear listens for.
#include <gtest/gtest.h>

#include "support/call_scene.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

OrganizationSnapshot with_sunday() {
  auto organization = *scene_organization();
  Pattern sunday;
  sunday.key = "sunday";
  sunday.examples = {"what are your hours on sunday"};
  sunday.reply = "We are closed on Sunday";
  organization.patterns.push_back(sunday);
  return std::make_shared<const Organization>(std::move(organization));
}

TEST(LiveCallReply, AnswersTheWholeSentenceOfACallerWhoHadOnlyDrawnBreath) {
  CallScene scene(with_sunday());
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("what are your hours");
  ASSERT_TRUE(scene.until_agent_speaks());
  scene.run(60ms);
  scene.says("on sunday", 600ms);
  ASSERT_TRUE(scene.until_agent_speaks());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  ASSERT_EQ(scene.record().turns.size(), 2U);
  EXPECT_TRUE(scene.record().turns[0].reply->interrupted);
  EXPECT_EQ(scene.record().turns[1].decision->pattern, "sunday");
}

TEST(LiveCallReply, AnswersTheSecondHalfAloneWhenOnlyItMakesSense) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  scene.says("i wanted to say");
  ASSERT_TRUE(scene.until_agent_speaks());
  scene.run(60ms);
  scene.says("what are your hours", 600ms);
  ASSERT_TRUE(scene.until_agent_speaks());
  EXPECT_EQ(scene.record().turns.back().decision->pattern, "hours");
}

TEST(LiveCallReply, WhoAsksTooOftenIsAskedToWait) {
  CallScene scene(scene_organization(), nullptr, {1, 0});
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  for (int i = 0; i < 2; ++i) {
    scene.says("what are your hours");
    ASSERT_TRUE(scene.until_agent_speaks());
    ASSERT_TRUE(scene.until_agent_is_quiet(20s));
  }
  ASSERT_EQ(scene.record().turns.size(), 2U);
  EXPECT_EQ(scene.record().turns[0].decision->pattern, "hours");
  EXPECT_EQ(scene.record().turns[1].decision->layer, "0");
  EXPECT_EQ(scene.record().turns[1].decision->pattern, "");
  EXPECT_NE(scene.record().turns[1].reply->text.find("wait a moment"), std::string::npos);
}

TEST(LiveCallReply, OffersACallBackListensForItAndWritesItDown) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  for (int i = 0; i < 2; ++i) {
    scene.says("something quite different");
    ASSERT_TRUE(scene.until_agent_speaks());
    ASSERT_TRUE(scene.until_agent_is_quiet(20s));
  }
  ASSERT_FALSE(scene.ear.contexts.empty());
  EXPECT_EQ(scene.ear.contexts.back().expect, HearingContext::Expect::yes_no);
  for (int i = 0; i < 2 && scene.records->callbacks({"scene"}).empty(); ++i) {
    scene.says("yes please", 600ms);
    ASSERT_TRUE(scene.until_agent_speaks());
    ASSERT_TRUE(scene.until_agent_is_quiet(20s));
  }
  const auto wishes = scene.records->callbacks({"scene"});
  ASSERT_EQ(wishes.size(), 1U);
  EXPECT_EQ(wishes.front().number, "+15551234567");
  EXPECT_EQ(wishes.front().call, scene.record().id);
}

TEST(LiveCallReply, AnExpectedYesNeedsNoLongSilence) {
  CallScene scene;
  ASSERT_TRUE(scene.start());
  ASSERT_TRUE(scene.until_agent_is_quiet());
  for (int i = 0; i < 2; ++i) {
    scene.says("something quite different");
    ASSERT_TRUE(scene.until_agent_speaks());
    ASSERT_TRUE(scene.until_agent_is_quiet(20s));
  }
  scene.says("yes", 300ms);
  ASSERT_TRUE(scene.until_agent_speaks());
  EXPECT_LT(*scene.record().turns.back().timings.end_of_turn_delay, 300);
}

}  // namespace
