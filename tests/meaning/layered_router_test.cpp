// SPDX-License-Identifier: Apache-2.0
#include "parley/meaning/layered_router.hpp"

#include <gtest/gtest.h>

#include "meaning/toy_embedder.hpp"

namespace parley {
namespace {

// Rules that answer what they are told to.
class FixedRules final : public IntentRouter {
 public:
  RouteDecision route(const RouteQuery& query) const override {
    RouteDecision decision;
    if (query.text == "blocked") {
      decision.layer = RouteLayer::validation;
      decision.refusal = Refusal::blocked;
    }
    if (query.text == "what is the card") {
      decision.layer = RouteLayer::rules;
      decision.method = RouteMethod::exact;
      decision.pattern = "rule";
      decision.candidates = {{"rule", RouteMethod::exact, 1}};
    }
    return decision;
  }
};

// Judges as it is told to.
class FixedMeaning final : public MeaningIndex {
 public:
  FixedMeaning() {
    judgement.candidates = {{1, 0.9}, {0, 0.2}};
    judgement.margin = 0.7;
    judgement.gate = {0.3, 0.4};
    judgement.precision = 0.985;
    judgement.in_scope = judgement.clear = judgement.agrees = true;
    evidence_.measured = 120;
    evidence_.borrowed = 400;
    evidence_.embedder = "toy";
  }
  MeaningJudgement judge_with(const QueryFeatures& features, const std::vector<std::string>& words,
                              double confidence) const override {
    if (features.embedder != "known") return {};
    return judge(words, confidence);
  }
  MeaningJudgement judge(const std::vector<std::string>&, double) const override {
    ++asked;
    return judgement;
  }
  const MeaningEvidence& evidence() const override { return evidence_; }
  const std::vector<LessonPattern>& patterns() const override { return patterns_; }
  MeaningJudgement judgement;
  mutable int asked = 0;

 private:
  MeaningEvidence evidence_;
  std::vector<LessonPattern> patterns_ = {{"hours"}, {"parking"}};
};

class LayeredRouters : public testing::Test {
 protected:
  RouteDecision route(const std::string& text, MeaningMode mode = MeaningMode::answer, bool partial = false) {
    RouteQuery query{text};
    query.partial = partial;
    return router(mode)->route(query);
  }
  std::shared_ptr<const IntentRouter> router(MeaningMode mode = MeaningMode::answer) {
    return create_layered_router(std::make_shared<FixedRules>(), meaning_, {0.02, 0.0001}, mode);
  }
  std::shared_ptr<FixedMeaning> meaning_ = std::make_shared<FixedMeaning>();
};

TEST_F(LayeredRouters, MeaningAnswersWhatRulesDoNot) {
  const auto decision = route("Where can I leave the car?");
  EXPECT_EQ(decision.layer, RouteLayer::meaning);
  EXPECT_EQ(decision.method, RouteMethod::meaning);
  EXPECT_EQ(decision.pattern, "parking");
  EXPECT_DOUBLE_EQ(decision.confidence, 0.985);
  EXPECT_DOUBLE_EQ(decision.saved_usd, 0.02);
  EXPECT_EQ(decision.normalised, "where can i leave the car");
  EXPECT_EQ(decision.evidence, "120 own examples and 400 of the domain templates, embedder toy");
  ASSERT_EQ(decision.candidates.size(), 2U);
  EXPECT_EQ(decision.candidates[0].lost, "");
  EXPECT_EQ(decision.candidates[1].lost, "the best score is that of parking");
  ASSERT_EQ(decision.gates.size(), 4U);
  for (const auto& gate : decision.gates) EXPECT_TRUE(gate.passed) << gate.name;
}

TEST_F(LayeredRouters, WhatALayerBeforeDecidedStands) {
  EXPECT_EQ(route("what is the card").pattern, "rule");
  EXPECT_EQ(route("blocked").refusal, Refusal::blocked);
  EXPECT_EQ(route("where is the car", MeaningMode::answer, true).layer, RouteLayer::fallback) << "still speaking";
  EXPECT_EQ(meaning_->asked, 0);
}

TEST_F(LayeredRouters, EachGateKeepsItFromAnsweringAndSaysWhy) {
  const struct {
    const char* why;
    void (*break_it)(MeaningJudgement&);
  } kCases[] = {
      {"there is too little evidence for a threshold", [](MeaningJudgement& j) { j.gate = {}; }},
      {"its score is below 0.300", [](MeaningJudgement& j) { j.in_scope = false; }},
      {"the margin of 0.700 is below 0.400", [](MeaningJudgement& j) { j.clear = false; }},
      {"neither the nearest meaning nor the nearest wording is of this pattern",
       [](MeaningJudgement& j) { j.agrees = false; }},
      {"a date", [](MeaningJudgement& j) { j.guard = "a date"; }},
  };
  const auto whole = meaning_->judgement;
  for (const auto& [why, break_it] : kCases) {
    meaning_->judgement = whole;
    break_it(meaning_->judgement);
    const auto decision = route("where is the car");
    EXPECT_EQ(decision.layer, RouteLayer::fallback) << why;
    EXPECT_EQ(decision.pattern, "");
    EXPECT_EQ(decision.candidates.front().lost, why);
  }
}

TEST_F(LayeredRouters, InTheShadowItOnlySaysWhatItWouldAnswer) {
  const auto decision = route("where is the car", MeaningMode::shadow);
  EXPECT_EQ(decision.layer, RouteLayer::fallback);
  EXPECT_EQ(decision.pattern, "");
  EXPECT_EQ(decision.shadow, "parking");
}

TEST_F(LayeredRouters, ExplainingAsksEveryLayer) {
  const auto decision = router()->explain({"what is the card"});
  EXPECT_EQ(decision.pattern, "rule");
  ASSERT_EQ(decision.candidates.size(), 3U);
  EXPECT_EQ(decision.candidates[1].pattern, "parking");
  EXPECT_EQ(decision.candidates[1].lost, "a layer before it answered");
}

TEST_F(LayeredRouters, WhatCannotBeReadIsLeftToTheFallback) {
  meaning_->judgement = {};
  EXPECT_EQ(route("???").layer, RouteLayer::fallback);
}

TEST_F(LayeredRouters, CautionAsksForMoreThanWasCalibrated) {
  const auto routed = [&](const MeaningCaution& caution) {
    return create_layered_router(std::make_shared<FixedRules>(), meaning_, {0.02, 0.0001}, MeaningMode::answer, caution)
        ->route(RouteQuery{"where can i leave the car"});
  };
  EXPECT_EQ(routed({}).pattern, "parking");
  EXPECT_EQ(routed({0.6, 0.3}).pattern, "parking") << "0.9 of 0.3 + 0.6, 0.7 of 0.4 + 0.3";
  const auto out_of_scope = routed({0.61, 0});
  EXPECT_EQ(out_of_scope.pattern, "");
  EXPECT_FALSE(out_of_scope.gates[0].passed);
  EXPECT_DOUBLE_EQ(out_of_scope.gates[0].threshold, 0.91);
  EXPECT_FALSE(routed({0, 0.31}).gates[1].passed);
  EXPECT_EQ(routed({0, 0, {{"parking", 0.31}}}).pattern, "");
  EXPECT_EQ(routed({0, 0, {{"hours", 0.9}}}).pattern, "parking") << "of the winner alone";
  meaning_->judgement.clear = false;
  EXPECT_EQ(routed({}).pattern, "") << "never less than what was judged";
}

}  // namespace
}  // namespace parley
