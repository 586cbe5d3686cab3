// SPDX-License-Identifier: Apache-2.0
#include "parley/answering/layered_answering.hpp"

#include <gtest/gtest.h>

#include "answering/asking.hpp"
#include "async/on_loop.hpp"
#include "meaning/toy_embedder.hpp"
#include "support/plain_cache.hpp"
#include "support/plain_meters.hpp"
#include "support/scripted_model.hpp"
#include "support/scripted_vectors.hpp"

namespace parley {
namespace {

class LayeredAnsweringTest : public testing::Test, protected test::OnLoop {
 protected:
  LayeredAnsweringTest() { renew(); }
  void renew() {
    AnsweringParts parts{clock, Log(), meters_, &switch_, &cache_, &model_, nullptr};
    answering_ = create_layered_answering(std::move(parts));
  }
  Answered route(const std::string& text) { return answering_->route(asking_.says(text)); }
  Answered ask(const std::string& text, Answered before = {}) {
    Answered got;
    test::Root root(loop, into(got, text, std::move(before)));
    clock.advance(10s);
    EXPECT_TRUE(root.ended_well());
    return got;
  }
  Task<void> into(Answered& got, std::string text, Answered before) {
    auto asking = answering_->ask(asking_.says(text), std::move(before), {});
    got = co_await std::move(asking);
  }
  void knows_hours() {
    asking_.router.decide = [](const RouteQuery&) { return test::decision_for("hours"); };
  }

  test::PlainMeters meters_;
  test::PlainCache cache_;
  test::ScriptedModel model_{clock};
  RouterSwitch switch_{true};
  test::Asking asking_;
  std::unique_ptr<Answering> answering_;
};

TEST_F(LayeredAnsweringTest, TheSameWordsAreRoutedOnce) {
  knows_hours();
  EXPECT_EQ(route("when do you open").decision.method, RouteMethod::meaning);
  const auto again = route("When do you open?");
  EXPECT_EQ(again.decision.method, RouteMethod::exact);
  EXPECT_EQ(again.decision.pattern, "hours");
  EXPECT_EQ(asking_.router.asked, 1);
}

TEST_F(LayeredAnsweringTest, AnotherConfigurationIsRoutedAnew) {
  knows_hours();
  route("when do you open");
  asking_.version = "v2";
  EXPECT_EQ(route("when do you open").decision.method, RouteMethod::meaning);
}

TEST_F(LayeredAnsweringTest, LayerTwoAnswersAndItsStaticWordsAreRepeatedWithoutAskingIt) {
  model_.knows("where can i park", "Behind the house.");
  const auto first = ask("where can i park", route("where can i park"));
  EXPECT_EQ(first.text, "Behind the house.");
  EXPECT_EQ(first.decision.method, RouteMethod::model);
  const auto again = route("where can i park");
  EXPECT_EQ(again.text, "Behind the house.");
  EXPECT_EQ(again.decision.layer, RouteLayer::rules);
  EXPECT_EQ(model_.asked.size(), 1U);
}

TEST_F(LayeredAnsweringTest, AnotherInstanceRepeatsThemToo) {
  model_.knows("where can i park", "Behind the house.");
  ask("where can i park");
  cache_.forget_near();
  const auto here = route("where can i park");
  EXPECT_FALSE(answers(here));
  EXPECT_EQ(ask("where can i park", here).decision.method, RouteMethod::exact);
  EXPECT_EQ(model_.asked.size(), 1U);
}

TEST_F(LayeredAnsweringTest, AnotherOrganizationDoesNot) {
  model_.knows("where can i park", "Behind the house.");
  ask("where can i park");
  Organization other = *asking_.organization;
  other.key = {"other"};
  asking_.change(std::move(other));
  EXPECT_FALSE(answers(route("where can i park")));
  ask("where can i park");
  EXPECT_EQ(model_.asked.size(), 2U);
}

TEST_F(LayeredAnsweringTest, WhatIsTrueTodayAloneIsAskedEachTime) {
  model_.knows("how long are you open", "We close in 20 minutes.");
  ask("how long are you open");
  EXPECT_FALSE(answers(route("how long are you open")));
}

TEST_F(LayeredAnsweringTest, AModelThatIsLateOrFailsLeavesTheDecisionAsItWas) {
  model_.knows("where can i park", "Behind the house.");
  model_.answers["where can i park"].fails = Error{Fault::timed_out, "too slow"};
  const auto answered = ask("where can i park");
  EXPECT_FALSE(answers(answered));
  EXPECT_EQ(answered.decision.method, RouteMethod::fallback);
  EXPECT_DOUBLE_EQ(answered.decision.cost_usd, 0.004) << "what it cost was spent";
}

TEST_F(LayeredAnsweringTest, TheQuestionHasADeadline) {
  ask("where can i park");
  EXPECT_EQ(model_.asked.front().deadline, Instant{} + 4s);
}

TEST_F(LayeredAnsweringTest, OffMeansLayerTwoAlone) {
  knows_hours();
  model_.knows("when do you open", "At eight.");
  switch_.set(false);
  const auto answered = route("when do you open");
  EXPECT_EQ(answered.decision.method, RouteMethod::router_off);
  EXPECT_FALSE(answers(answered));
  EXPECT_EQ(ask("when do you open", answered).text, "At eight.");
  EXPECT_EQ(ask("when do you open", answered).text, "At eight.");
  EXPECT_EQ(model_.asked.size(), 2U) << "nothing is remembered either";
  switch_.set(true);
  EXPECT_EQ(route("when do you open").decision.pattern, "hours") << "back in the same call";
}

TEST_F(LayeredAnsweringTest, OffStillRefusesWhatIsNoQuestion) {
  asking_.router.decide = [](const RouteQuery&) {
    RouteDecision decision;
    decision.layer = RouteLayer::validation;
    decision.refusal = Refusal::noise;
    return decision;
  };
  switch_.set(false);
  EXPECT_EQ(route("mm").decision.refusal, Refusal::noise);
}

TEST_F(LayeredAnsweringTest, CallersOutsideTheRolloutGoToLayerTwo) {
  knows_hours();
  Organization definition = *asking_.organization;
  definition.router.rollout.blacklist = {"+15550100"};
  asking_.change(definition);
  EXPECT_EQ(route("when do you open").decision.method, RouteMethod::router_off);
  asking_.caller = "+15550101";
  EXPECT_EQ(route("when do you open").decision.pattern, "hours");
}

TEST_F(LayeredAnsweringTest, ARouterThatFailsIsWatchedAndLeftBehind) {
  asking_.router.decide = [](const RouteQuery&) -> RouteDecision { throw std::runtime_error("broken"); };
  model_.knows("when do you open", "At eight.");
  const auto answered = route("when do you open");
  EXPECT_EQ(answered.decision.method, RouteMethod::router_error);
  EXPECT_EQ(ask("when do you open", answered).text, "At eight.");
}

// Layer 1b goes by vectors of a server.
class AnsweringByVectors : public LayeredAnsweringTest {
 protected:
  AnsweringByVectors() {
    AnsweringParts parts{clock, Log(), meters_, &switch_, &cache_, &model_, nullptr, &vectors_};
    answering_ = create_layered_answering(std::move(parts));
    asking_.router.by = source_.id();
    asking_.router.decide = [](const RouteQuery& query) {
      return query.features ? test::decision_for("hours") : RouteDecision{};
    };
    model_.knows("when are you there", "From eight.");
  }
  Answered hear(const std::string& text) { return ask(text, route(text)); }
  std::uint64_t missing() { return meters_.counter("parley_router_faults_total", "", {{"kind", "no_vector"}}).value(); }

  test::ScriptedVectors source_{std::make_shared<test::ToyEmbedder>(false), clock};
  SentenceVectors vectors_{{source_, cache_, clock, Log(), meters_}};
};

TEST_F(AnsweringByVectors, TheQuestionsVectorIsFetchedAndItsCostStandsInTheDecision) {
  const auto answered = hear("When are you there?");
  EXPECT_EQ(answered.decision.layer, RouteLayer::meaning);
  EXPECT_EQ(answered.decision.pattern, "hours");
  EXPECT_EQ(answered.decision.cost_usd, 0.25);
  EXPECT_EQ(answered.decision.embedding_usd, 0.25);
  EXPECT_TRUE(model_.asked.empty());
  ASSERT_EQ(source_.asked.size(), 1U);
  EXPECT_EQ(source_.asked[0], std::vector<std::string>{"when are you there"}) << "as it is compared";
  EXPECT_EQ(route("when are you there").decision.method, RouteMethod::exact) << "remembered";
}

TEST_F(AnsweringByVectors, OneThatIsLateCostsLayer1bAndNothingElse) {
  source_.takes = 101ms;
  const auto began = clock.now();
  Answered got;
  test::Root root(loop, into(got, "when are you there", route("when are you there")));
  clock.advance(100ms);
  EXPECT_TRUE(root.ended_well()) << "layer 2 is asked at the deadline";
  EXPECT_EQ(clock.now() - began, 100ms);
  EXPECT_EQ(got.text, "From eight.");
  EXPECT_EQ(got.decision.layer, RouteLayer::model);
  EXPECT_EQ(missing(), 1U);
}

TEST_F(AnsweringByVectors, AServerThatFailsDoesToo) {
  source_.failures = 1;
  EXPECT_EQ(hear("when are you there").text, "From eight.");
  EXPECT_EQ(missing(), 1U);
}

TEST_F(AnsweringByVectors, WhatTheVectorCostStaysWhenLayerTwoAnswers) {
  asking_.router.decide = {};
  const auto answered = hear("when are you there");
  EXPECT_EQ(answered.decision.layer, RouteLayer::model);
  EXPECT_EQ(answered.decision.embedding_usd, 0.25);
  EXPECT_GE(answered.decision.cost_usd, 0.25);
}

TEST_F(AnsweringByVectors, NothingIsFetchedForRoutersOfAnotherEmbedderForRefusalsOrWhenItIsOff) {
  asking_.router.by = "use-lite";
  hear("when are you there");
  asking_.router.by = source_.id();
  RouteDecision refused;
  refused.layer = RouteLayer::validation;
  refused.method = RouteMethod::validation;
  refused.refusal = Refusal::noise;
  Answered noise;
  noise.decision = refused;
  ask("hm", noise);
  switch_.set(false);
  hear("are you there on monday");
  EXPECT_TRUE(source_.asked.empty());
}

}  // namespace
}  // namespace parley
