// SPDX-License-Identifier: Apache-2.0
#include "parley/tenants/meaning_teacher.hpp"

#include <gtest/gtest.h>

#include "meaning/toy_embedder.hpp"
#include "parley/encoder/known_vectors.hpp"
#include "tenants/tenants_scene.hpp"

namespace parley {
namespace {

Organization taught_organization() {
  auto organization = test::definition("shop", "Hello.");
  for (const auto& pattern : test::toy_lesson().patterns) {
    Pattern made;
    made.key = pattern.key;
    made.reply = "Yes.";
    organization.patterns.push_back(std::move(made));
  }
  for (const auto& example : test::toy_lesson().examples)
    if (!example.name) organization.patterns[example.pattern].examples.push_back(example.text);
  return organization;
}

class Teaching : public testing::Test {
 protected:
  std::shared_ptr<const IntentRouter> teach(Organization organization) {
    return teach(teacher_, std::move(organization));
  }
  std::shared_ptr<const IntentRouter> teach(MeaningTeacher& teacher, Organization organization) {
    auto checked = check_organization(std::move(organization), {});
    EXPECT_TRUE(checked.served) << (checked.faults.empty() ? "" : checked.faults.front());
    std::shared_ptr<const IntentRouter> router;
    auto lesson = [&]() -> Task<void> { router = co_await teacher.taught(*checked.served); };
    asio::co_spawn(loop_, spawnable(lesson()), [](std::exception_ptr error) {
      if (error) std::rethrow_exception(error);
    });
    loop_.restart();
    loop_.run();
    return router;
  }

  std::uint64_t lessons_learned() {
    const auto& seconds = meters_.histogram("parley_router_learning_seconds", "", {}, {});
    std::uint64_t learned = 0;
    for (std::size_t i = 0; i <= seconds.bounds().size(); ++i) learned += seconds.in_bucket(i);
    return learned;
  }

  // As a server's would be.
  Task<Result<std::shared_ptr<KnownVectors>>> fetch(const OrganizationKey& organization,
                                                    std::vector<std::string> texts) {
    EXPECT_EQ(organization.value, "shop");
    fetched_ = std::move(texts);
    if (away_) co_return Error{Fault::unavailable, "the server of vectors is away"};
    const test::ToyEmbedder toy(false);
    std::map<std::string, std::vector<float>, std::less<>> vectors;
    for (const auto& text : fetched_) {
      std::vector<float> values(toy.dimensions());
      if (toy.features(text, values)) vectors.emplace(text, std::move(values));
    }
    known_ = std::make_shared<KnownVectors>("far", toy.dimensions(), std::move(vectors));
    co_return known_;
  }

  bool away_ = false;
  std::vector<std::string> fetched_;
  std::shared_ptr<KnownVectors> known_;  // owners: this, and what was learned from them
  Result<std::shared_ptr<const Embedder>> embedder_ =
      std::shared_ptr<const Embedder>(std::make_shared<test::ToyEmbedder>());
  int opened_ = 0;
  LearnedBeside beside_;
  test::PlainMeters meters_;
  asio::io_context loop_;
  test::ManualClock clock_{loop_};
  BlockingPool pool_{1, "lessons"};
  MeaningTeacher teacher_{{[this] {
                             ++opened_;
                             return embedder_;
                           },
                           MeaningMode::answer, pool_, clock_, Log(), meters_,
                           [this](const Organization&) -> Task<LearnedBeside> { co_return beside_; }}};
};

TEST_F(Teaching, QuestionsInOtherWordsFindTheirPattern) {
  const auto router = teach(taught_organization());
  ASSERT_TRUE(router);
  const auto decision = router->explain({"is there a garage"});
  ASSERT_FALSE(decision.candidates.empty());
  EXPECT_EQ(decision.candidates.front().pattern, "parking");
  EXPECT_EQ(teacher_.state().organizations, 1U);
  EXPECT_EQ(teacher_.state().learning, 0U);
  EXPECT_GT(teacher_.state().memory_bytes, 1000U);
}

TEST_F(Teaching, NegativesAreLearnedAndMarginsOnlyHeeded) {
  ASSERT_TRUE(teach(taught_organization()));
  EXPECT_EQ(lessons_learned(), 1U);
  beside_.margins["parking"] = 0.2;
  ASSERT_TRUE(teach(taught_organization()));
  EXPECT_EQ(lessons_learned(), 1U);
  beside_.negatives = {"who won the game"};
  ASSERT_TRUE(teach(taught_organization()));
  EXPECT_EQ(lessons_learned(), 2U);
}

TEST_F(Teaching, QuestionsThatPatternsAnsweredAreFurtherExamples) {
  ASSERT_TRUE(teach(taught_organization()));
  beside_.answered = {{"somewhere to leave the vehicle", "parking", 0}, {"of a pattern that is gone", "gone", 1}};
  const auto router = teach(taught_organization());
  EXPECT_EQ(lessons_learned(), 2U);
  const auto decision = router->explain({"somewhere to leave the vehicle"});
  ASSERT_FALSE(decision.candidates.empty());
  EXPECT_EQ(decision.candidates.front().pattern, "parking");
  EXPECT_GT(decision.candidates.front().confidence, 0.8);
}

TEST_F(Teaching, AChangedDefinitionIsAnsweredByWhatWasLearnedBeforeExceptWhereItsPatternIsGone) {
  auto organization = taught_organization();
  auto checked = check_organization(organization, {});
  EXPECT_FALSE(teacher_.meanwhile(*checked.served)) << "nothing was learned yet";
  ASSERT_TRUE(teach(organization));
  for (auto& pattern : organization.patterns) pattern.active = pattern.key != "parking";
  checked = check_organization(organization, {});
  const auto router = teacher_.meanwhile(*checked.served);
  ASSERT_TRUE(router);
  const auto decision = router->explain({"is there a garage"});
  EXPECT_EQ(decision.pattern, "");
  ASSERT_FALSE(decision.candidates.empty());
  EXPECT_EQ(decision.candidates.front().pattern, "parking");
  EXPECT_NE(decision.candidates.front().lost, "");
}

TEST_F(Teaching, WhatDoesNotChangeTheLessonIsNotLearnedAgain) {
  auto organization = taught_organization();
  ASSERT_TRUE(teach(organization));
  organization.greeting = "Good day.";
  embedder_ = Error{Fault::unavailable, "not to be asked"};
  ASSERT_TRUE(teach(organization));
  EXPECT_EQ(opened_, 1) << "one embedder for all";
}

TEST_F(Teaching, ShadowAndCautionOfTheOrganizationActWithoutANewLesson) {
  auto organization = taught_organization();
  ASSERT_TRUE(teach(organization));
  const auto lessons = lessons_learned();
  organization.router.extra_scope = 0.25;
  organization.router.extra_margin = 0.125;
  organization.router.shadow = true;
  const auto careful = teach(organization)->explain({"is there a garage"});
  organization.router = {};
  const auto usual = teach(organization)->explain({"is there a garage"});
  ASSERT_EQ(usual.gates.size(), 4U);
  EXPECT_EQ(lessons_learned(), lessons);
  const bool open = usual.gates[0].threshold < 2;
  EXPECT_DOUBLE_EQ(careful.gates[0].threshold, usual.gates[0].threshold + (open ? 0.25 : 0));
  EXPECT_DOUBLE_EQ(careful.gates[1].threshold, usual.gates[1].threshold + (open ? 0.125 : 0));
  EXPECT_EQ(careful.pattern, "") << "it only watches";
}

TEST_F(Teaching, AnotherTargetIsLearnedAnew) {
  auto organization = taught_organization();
  ASSERT_TRUE(teach(organization));
  const auto lessons = lessons_learned();
  organization.router.usual_target = 0.9;
  ASSERT_TRUE(teach(organization));
  EXPECT_EQ(lessons_learned(), lessons + 1);
}

TEST_F(Teaching, WithoutAnEmbedderWordingAloneIsLearnedAndTheStateSaysWhy) {
  embedder_ = Error{Fault::unavailable, "no weights: run scripts/setup"};
  EXPECT_TRUE(teach(taught_organization()));
  EXPECT_EQ(teacher_.state().problem, "no weights: run scripts/setup");
}

TEST_F(Teaching, AnOrganizationWithOnePatternKeepsItsRules) {
  auto organization = taught_organization();
  organization.patterns.resize(1);
  EXPECT_FALSE(teach(organization));
  EXPECT_EQ(teacher_.state().organizations, 0U);
}

TEST_F(Teaching, WhatIsForgottenHoldsNothing) {
  ASSERT_TRUE(teach(taught_organization()));
  teacher_.forget(OrganizationKey{"shop"});
  EXPECT_EQ(teacher_.state().memory_bytes, 0U);
}

TEST_F(Teaching, StoppedLessonsComeToNothing) {
  teacher_.stop();
  EXPECT_FALSE(teach(taught_organization()));
}

class TeachingByVectors : public Teaching {
 protected:
  MeaningTeacher far_{{[this] {
                         ++opened_;
                         return embedder_;
                       },
                       MeaningMode::answer,
                       pool_,
                       clock_,
                       Log(),
                       meters_,
                       {},
                       [this](const OrganizationKey& organization, std::vector<std::string> texts) {
                         return fetch(organization, std::move(texts));
                       }}};
};

TEST_F(TeachingByVectors, AreFetchedForEverythingAndQuestionsBringTheirOwn) {
  const auto router = teach(far_, taught_organization());
  ASSERT_TRUE(router);
  EXPECT_EQ(opened_, 0) << "the built-in one is not needed";
  EXPECT_GT(fetched_.size(), 40U);
  EXPECT_EQ(router->embedder(), "far");
  EXPECT_FALSE(far_.owes({"shop"}));
  std::vector<float> kept(known_->dimensions());
  EXPECT_FALSE(known_->features(fetched_.front(), kept)) << "the index has what it needs of them";
  RouteQuery query{"is there a garage"};
  EXPECT_TRUE(router->explain(query).candidates.empty()) << "without a vector nothing is judged";
  std::vector<float> values(test::ToyEmbedder(false).dimensions());
  ASSERT_TRUE(test::ToyEmbedder(false).features("is there a garage", values));
  query.features = QueryFeatures{"far", values};
  const auto decision = router->explain(query);
  ASSERT_FALSE(decision.candidates.empty());
  EXPECT_EQ(decision.candidates.front().pattern, "parking");
  EXPECT_EQ(decision.evidence.find("templates"), std::string::npos)
      << "what was measured with another embedder is not borrowed: " << decision.evidence;
}

TEST_F(TeachingByVectors, WhileTheyAreAwayTheBuiltInEmbedderStepsInAndTheyAreTriedAgain) {
  away_ = true;
  const auto meanwhile = teach(far_, taught_organization());
  ASSERT_TRUE(meanwhile);
  EXPECT_EQ(meanwhile->embedder(), "toy");
  EXPECT_TRUE(far_.owes({"shop"}));
  away_ = false;
  const auto router = teach(far_, taught_organization());
  ASSERT_TRUE(router);
  EXPECT_EQ(router->embedder(), "far");
  EXPECT_FALSE(far_.owes({"shop"}));
  const auto lessons = lessons_learned();
  ASSERT_TRUE(teach(far_, taught_organization()));
  EXPECT_EQ(lessons_learned(), lessons) << "learned once";
}

}  // namespace
}  // namespace parley
