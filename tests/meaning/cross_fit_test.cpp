// SPDX-License-Identifier: Apache-2.0
#include "cross_fit.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "meaning/toy_embedder.hpp"

namespace parley {
namespace {

TEST(CrossFit, EveryOwnExampleIsATrialOnce) {
  const test::ToyEmbedder embedder;
  auto lesson = test::toy_lesson();
  lesson.negatives = {"who won the game"};
  const auto sheet = lay_out(lesson, &embedder);
  const auto trials = cross_fit(sheet, embedder.output_layer(), LastLayer::tuned, {}, {}).written;
  ASSERT_EQ(trials.size(), 48U);
  const auto right = std::count_if(trials.begin(), trials.end(), [](const Trial& trial) { return trial.right; });
  EXPECT_GE(right, 44);
}

TEST(CrossFit, NegativesWithAWeightAreTrialsOfTheirOwn) {
  const test::ToyEmbedder embedder;
  auto lesson = test::toy_lesson();
  lesson.negatives = {"who won the game", "is it raining"};
  lesson.negative_weight = 3;
  lesson.examples.front().weight = 0;
  const auto fits = cross_fit(lay_out(lesson, &embedder), embedder.output_layer(), LastLayer::as_it_is, {}, {});
  EXPECT_EQ(fits.written.size(), 47U);
  ASSERT_EQ(fits.unmeant.size(), 2U);
  for (const auto& trial : fits.unmeant) EXPECT_TRUE(!trial.right && trial.weight == 3);
}

TEST(CrossFit, ScoresComeFromFitsThatDidNotSeeTheExample) {
  const test::ToyEmbedder embedder;
  auto lesson = test::toy_lesson();
  // Nothing speaks for its pattern but itself.
  lesson.examples.insert(lesson.examples.begin(), {"can i pay by card or cash", 0, false});
  const auto trials = cross_fit(lay_out(lesson, &embedder), embedder.output_layer(), LastLayer::tuned, {}, {}).written;
  EXPECT_GE(std::count_if(trials.begin(), trials.end(), [](const Trial& trial) { return !trial.right; }), 1);
}

TEST(CrossFit, EqualSeedsGiveEqualTrials) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(test::toy_lesson(), &embedder);
  EXPECT_EQ(cross_fit(sheet, embedder.output_layer(), LastLayer::tuned, {}, {}).written,
            cross_fit(sheet, embedder.output_layer(), LastLayer::tuned, {}, {}).written);
}

}  // namespace
}  // namespace parley
