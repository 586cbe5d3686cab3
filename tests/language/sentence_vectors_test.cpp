// SPDX-License-Identifier: Apache-2.0
#include "parley/language/sentence_vectors.hpp"

#include <gtest/gtest.h>

#include "async/on_loop.hpp"
#include "meaning/toy_embedder.hpp"
#include "support/plain_cache.hpp"
#include "support/plain_meters.hpp"
#include "support/scripted_vectors.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;

class SentenceVectorsTest : public testing::Test, protected test::OnLoop {
 protected:
  SentenceVectorsTest() {
    SentenceVectorSettings settings;
    settings.texts_a_request = 2;
    settings.batch = {2, 3, 1s, 5s};
    vectors_ =
        std::make_unique<SentenceVectors>(SentenceVectors::Parts{source_, cache_, clock, Log(), meters_}, settings);
  }
  template <class T>
  T run(Task<T> work) {
    std::optional<T> got;
    test::Root root(loop, into(got, std::move(work)));
    clock.advance(60s);
    EXPECT_TRUE(root.ended_well());
    return std::move(got).value();
  }
  template <class T>
  static Task<void> into(std::optional<T>& got, Task<T> work) {
    got = co_await std::move(work);
  }
  Result<FetchedVector> of(const std::string& text, const std::string& organization = "one") {
    return run(vectors_->of({organization}, text, clock.now() + 100ms));
  }
  FetchedLesson all(std::vector<std::string> texts) { return run(vectors_->all({"one"}, std::move(texts))); }
  std::uint64_t live(const char* from) {
    return meters_.counter("parley_embedding_live_total", "", {{"from", from}}).value();
  }

  std::shared_ptr<const Embedder> toy_ = std::make_shared<test::ToyEmbedder>(false);
  test::PlainCache cache_;
  test::PlainMeters meters_;
  test::ScriptedVectors source_{toy_, clock};
  std::unique_ptr<SentenceVectors> vectors_;
};

TEST_F(SentenceVectorsTest, ALiveQuestionsVectorIsFetchedOnceAndPaidForOnce) {
  const auto first = of("do you park");
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->cost_usd, 0.25);
  std::vector<float> right(toy_->dimensions());
  ASSERT_TRUE(toy_->features("do you park", right));
  EXPECT_EQ(first->values.size(), right.size());
  for (std::size_t at = 0; at < right.size(); ++at) EXPECT_NEAR(first->values[at], right[at], 1e-6);
  const auto again = of("do you park");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->cost_usd, 0);
  EXPECT_EQ(again->values, first->values);
  EXPECT_EQ(source_.asked.size(), 1U);
  EXPECT_EQ(live("source"), 1U);
  EXPECT_EQ(live("cache"), 1U);
}

TEST_F(SentenceVectorsTest, AnotherOrganizationsVectorsAreNotFound) {
  ASSERT_TRUE(of("do you park"));
  const auto other = of("do you park", "two");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->cost_usd, 0.25);
  EXPECT_EQ(source_.asked.size(), 2U);
}

TEST_F(SentenceVectorsTest, WhatIsLateOrFailsIsAFaultThatIsCounted) {
  source_.takes = 101ms;
  EXPECT_EQ(of("do you park").error().fault, Fault::timed_out);
  source_.takes = {};
  source_.failures = 1;
  EXPECT_EQ(of("do you park").error().fault, Fault::unavailable);
  EXPECT_EQ(live("late"), 1U);
  EXPECT_EQ(live("failed"), 1U);
  EXPECT_TRUE(of("do you park")) << "the next one is fetched";
}

TEST_F(SentenceVectorsTest, ADamagedEntryOfTheCacheIsMadeAnew) {
  ASSERT_TRUE(of("do you park"));
  ASSERT_EQ(cache_.shared.size(), 1U);
  const auto place = cache_.shared.begin()->first;
  cache_.put(CacheUse::embedding, {place.first}, place.second, "AACAPw==");
  const auto again = of("do you park");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(source_.asked.size(), 2U);
  EXPECT_EQ(cache_.shared.begin()->second.size(), 344U) << "64 numbers as text";
}

TEST_F(SentenceVectorsTest, LearningFetchesInBatchesWhatIsNotKept) {
  ASSERT_TRUE(of("b"));
  const auto lesson = all({"a", "b", "c", "", "d", "e"});
  ASSERT_FALSE(lesson.fault) << lesson.fault->message;
  EXPECT_EQ(lesson.fetched, 4U);
  EXPECT_EQ(lesson.cost_usd, 1.0);
  EXPECT_EQ(lesson.embedder->id(), source_.id());
  EXPECT_EQ(lesson.embedder->output_layer(), nullptr);
  std::vector<float> values(toy_->dimensions());
  for (const auto* text : {"a", "b", "c", "d", "e"}) EXPECT_TRUE(lesson.embedder->features(text, values)) << text;
  const auto again = all({"a", "b", "c", "d", "e"});
  ASSERT_TRUE(again.embedder);
  EXPECT_EQ(again.fetched, 0U);
}

TEST_F(SentenceVectorsTest, LearningTriesAgainWhatPassesByItselfAndGivesNothingHalf) {
  source_.failures = 2;
  EXPECT_TRUE(all({"a", "b", "c"}).embedder);
  EXPECT_EQ(vectors_->problem(), "");
  source_.failures = 1000;
  const auto lesson = all({"x", "y", "z"});
  ASSERT_TRUE(lesson.fault);
  EXPECT_EQ(lesson.fault->fault, Fault::unavailable);
  EXPECT_FALSE(lesson.embedder);
  EXPECT_EQ(vectors_->problem(), lesson.fault->message);
}

TEST_F(SentenceVectorsTest, TextsThatCannotBeReadAreLeftOut) {
  const auto lesson = all({"a", "unreadable"});
  ASSERT_TRUE(lesson.embedder);
  std::vector<float> values(toy_->dimensions());
  EXPECT_TRUE(lesson.embedder->features("a", values));
  EXPECT_FALSE(lesson.embedder->features("unreadable", values));
}

}  // namespace
}  // namespace parley
