// SPDX-License-Identifier: Apache-2.0
#include "landmark_fit.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernel_ridge.hpp"
#include "layer_tuning.hpp"
#include "meaning/toy_embedder.hpp"

namespace parley {
namespace {

TEST(Landmarks, AreSpreadOverAllPatterns) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(test::toy_lesson(), &embedder);
  const auto landmarks = pick_landmarks(sheet, 16);
  ASSERT_EQ(landmarks.size(), 16U);
  EXPECT_TRUE(std::is_sorted(landmarks.begin(), landmarks.end()));
  std::vector<int> counts(4);
  for (const auto row : landmarks) ++counts[sheet.labels[row]];
  EXPECT_EQ(counts, (std::vector<int>{4, 4, 4, 4}));
  EXPECT_EQ(pick_landmarks(sheet, 1000).size(), sheet.size());
}

TEST(Landmarks, WhenAllExamplesAreLandmarksTheFitIsTheExactOne) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(test::toy_lesson(), &embedder);
  const auto* layer = embedder.output_layer();
  const auto examples = embed_rows(*layer, sheet.sentences.features);
  const TermIndex terms(sheet.sentences.wording);
  const MeaningPlan plan;
  const auto kernel = blend_kernel(examples, sheet.sentences.wording, examples, terms, plan);
  const auto exact = fit_kernel_ridge(kernel, sheet.labels, sheet.columns(), plan.ridge);
  const auto landmarks = pick_landmarks(sheet, sheet.size());
  const auto near = fit_landmarks(sheet, layer, examples, terms, landmarks, plan);
  const auto exact_scores = product(kernel, exact.weights);
  const auto scores = product(kernel, near);
  for (std::size_t at = 0; at < scores.values().size(); ++at)
    EXPECT_NEAR(scores.values()[at], exact_scores.values()[at], 0.02) << at;
}

}  // namespace
}  // namespace parley
