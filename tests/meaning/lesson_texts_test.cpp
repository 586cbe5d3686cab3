// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "meaning/toy_embedder.hpp"
#include "parley/encoder/known_vectors.hpp"
#include "parley/meaning/meaning_index.hpp"

namespace parley {
namespace {

// Notes what it is asked for.
class NotingEmbedder final : public Embedder {
 public:
  const std::string& id() const override { return toy_.id(); }
  std::size_t dimensions() const override { return toy_.dimensions(); }
  std::size_t max_tokens() const override { return toy_.max_tokens(); }
  const OutputLayer* output_layer() const override { return nullptr; }
  Result<void> features(std::string_view text, std::span<float> out) const override {
    const std::lock_guard lock(mutex_);
    asked_.emplace(text);
    return toy_.features(text, out);
  }
  std::vector<std::string> asked() const { return {asked_.begin(), asked_.end()}; }

 private:
  test::ToyEmbedder toy_{false};
  mutable std::mutex mutex_;
  mutable std::set<std::string> asked_;
};

MeaningLesson lesson_with_negatives() {
  auto lesson = test::toy_lesson();
  lesson.negatives = {"who won the game", "sing a song"};
  return lesson;
}

TEST(LessonTexts, AreAllThatLearningAsksAnEmbedderForAndNothingElse) {
  const auto lesson = lesson_with_negatives();
  const auto noting = std::make_shared<NotingEmbedder>();
  ASSERT_TRUE(learn_meaning(lesson, SharedEmbedder(noting)));
  EXPECT_EQ(texts_of(lesson), noting->asked());
  EXPECT_GT(noting->asked().size(), lesson.examples.size() + lesson.negatives.size()) << "transcripts are among them";
}

TEST(LessonTexts, VectorsFetchedForThemTeachWhatTheirEmbedderWouldTeach) {
  const auto lesson = lesson_with_negatives();
  const auto toy = std::make_shared<test::ToyEmbedder>(false);
  std::map<std::string, std::vector<float>, std::less<>> fetched;
  for (const auto& text : texts_of(lesson)) {
    std::vector<float> values(toy->dimensions());
    ASSERT_TRUE(toy->features(text, values)) << text;
    fetched[text] = std::move(values);
  }
  const auto known = std::make_shared<KnownVectors>("far", toy->dimensions(), std::move(fetched));
  const auto near_one = learn_meaning(lesson, SharedEmbedder(toy));
  const auto far_one = learn_meaning(lesson, SharedEmbedder(known));
  ASSERT_TRUE(near_one);
  ASSERT_TRUE(far_one);
  EXPECT_EQ((*far_one)->evidence().gates, (*near_one)->evidence().gates);
  EXPECT_EQ((*far_one)->evidence().heard_gates, (*near_one)->evidence().heard_gates);
  EXPECT_EQ((*far_one)->evidence().embedder, "far");
}

TEST(LessonTexts, WithoutThresholdsForTranscriptsThereAreNone) {
  MeaningPlan plan;
  plan.hear = false;
  const auto texts = texts_of(test::toy_lesson(), plan);
  EXPECT_EQ(std::count(texts.begin(), texts.end(), "what is the open"), 1);
  EXPECT_LE(texts.size(), test::toy_lesson().examples.size());
}

}  // namespace
}  // namespace parley
