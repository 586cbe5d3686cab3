// SPDX-License-Identifier: Apache-2.0
// A call with layer 2 behind the router: who answers what, and what is given up when the caller goes on.
#include <gtest/gtest.h>

#include "parley/answering/layered_answering.hpp"
#include "support/call_scene.hpp"
#include "support/scripted_model.hpp"

using namespace parley;
using namespace parley::test;
using namespace std::chrono_literals;

namespace {

class Listening final : public AnswerObserver {
 public:
  void answered(AnsweredTurn turn) override { turns.push_back(std::move(turn)); }
  void call_over(CallId) override { ++over; }

  std::vector<AnsweredTurn> turns;
  int over = 0;
};

class LiveCallAnswer : public testing::Test {
 protected:
  void SetUp() override {
    auto make = [this](Clock& clock) {
      model_ = std::make_unique<ScriptedModel>(clock);
      AnsweringParts parts{clock, Log(), meters_, nullptr, nullptr, model_.get(), &listening_};
      return create_layered_answering(std::move(parts));
    };
    scene_ = std::make_unique<CallScene>(scene_organization(), nullptr, UtteranceRates{0, 0}, nullptr, make);
    ASSERT_TRUE(scene_->start());
    ASSERT_TRUE(scene_->until_agent_is_quiet());
  }
  const TurnRecord& last() const { return scene_->record().turns.back(); }

  PlainMeters meters_;
  Listening listening_;
  std::unique_ptr<ScriptedModel> model_;
  std::unique_ptr<CallScene> scene_;
};

TEST_F(LiveCallAnswer, SaysWhatLayerTwoKnows) {
  model_->knows("where can i park", "Behind the house");
  scene_->says("where can i park");
  ASSERT_TRUE(scene_->until_agent_speaks());
  ASSERT_TRUE(scene_->until_agent_is_quiet());
  EXPECT_EQ(last().reply->text, "Behind the house");
  EXPECT_EQ(last().decision->layer, "2");
  EXPECT_EQ(last().decision->method, "model");
  EXPECT_TRUE(last().timings.llm_ttft);
  ASSERT_EQ(listening_.turns.size(), 1U);
  EXPECT_EQ(listening_.turns[0].reply, "Behind the house");
  EXPECT_EQ(listening_.turns[0].model->origin, AnswerOrigin::model);
}

TEST_F(LiveCallAnswer, IsNotAskedWhatThePatternsAnswer) {
  scene_->says("what are your hours");
  ASSERT_TRUE(scene_->until_agent_speaks());
  ASSERT_TRUE(scene_->until_agent_is_quiet());
  EXPECT_TRUE(model_->asked.empty());
  EXPECT_EQ(last().decision->pattern, "hours");
  ASSERT_EQ(listening_.turns.size(), 1U);
  EXPECT_EQ(listening_.turns[0].decision.pattern, "hours");
}

TEST_F(LiveCallAnswer, FallsBackWhenNobodyKnows) {
  scene_->says("do you sell horses");
  ASSERT_TRUE(scene_->until_agent_speaks());
  ASSERT_TRUE(scene_->until_agent_is_quiet());
  EXPECT_EQ(model_->asked.size(), 1U);
  EXPECT_EQ(last().decision->layer, "fallback");
  EXPECT_FALSE(last().reply->text.empty());
}

TEST_F(LiveCallAnswer, FallsBackWhenLayerTwoBreaks) {
  model_->knows("where can i park", "Behind the house");
  model_->answers["where can i park"].fails = Error{Fault::unavailable, "gone"};
  scene_->says("where can i park");
  ASSERT_TRUE(scene_->until_agent_speaks());
  EXPECT_EQ(last().decision->layer, "fallback");
}

TEST_F(LiveCallAnswer, WhatTheCallerSaysMeanwhileIsAnsweredAtOnce) {
  model_->knows("where can i park", "Behind the house");
  model_->answers["where can i park"].after = 30s;
  scene_->says("where can i park");
  scene_->run(3s);
  EXPECT_EQ(model_->asked.size(), 1U);
  scene_->says("what are your hours");
  ASSERT_TRUE(scene_->until_agent_speaks(4s));
  EXPECT_EQ(last().decision->pattern, "hours");
}

TEST_F(LiveCallAnswer, AYesToAnOpenQuestionIsTheConversations) {
  scene_->says("do you sell horses");
  ASSERT_TRUE(scene_->until_agent_speaks());
  ASSERT_TRUE(scene_->until_agent_is_quiet());
  scene_->says("but do you sell horses");
  ASSERT_TRUE(scene_->until_agent_speaks());
  ASSERT_TRUE(scene_->until_agent_is_quiet());
  const auto asked = model_->asked.size();
  scene_->says("yes please");  // to the offer of a call back
  ASSERT_TRUE(scene_->until_agent_speaks());
  EXPECT_EQ(model_->asked.size(), asked);
}

TEST_F(LiveCallAnswer, TellsWhenItIsOver) {
  scene_->call->end(CallEnd::caller_hung_up);
  scene_->run(100ms);
  EXPECT_EQ(listening_.over, 1);
}

}  // namespace
