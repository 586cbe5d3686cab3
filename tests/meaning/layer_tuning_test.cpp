// SPDX-License-Identifier: Apache-2.0
#include "layer_tuning.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace parley {
namespace {

constexpr std::size_t kWidth = 12;

OutputLayer identity() {
  OutputLayer layer{kWidth, kWidth, std::vector<float>(kWidth * kWidth), std::vector<float>(kWidth)};
  for (std::size_t at = 0; at < kWidth; ++at) layer.weights[at * kWidth + at] = 1;
  return layer;
}

// Two groups that differ in one weak direction and share a strong one that says nothing.
struct Groups {
  Matrix features{40, kWidth};
  std::vector<std::uint32_t> labels;
};
Groups groups() {
  Groups made;
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, 1);
  for (std::size_t row = 0; row < 40; ++row) {
    made.labels.push_back(row % 2 == 0 ? 0 : 1);
    made.features(row, 0) = normal(random);
    made.features(row, 1) = normal(random);
    made.features(row, 2) = row % 2 == 0 ? 0.3F : -0.3F;
  }
  return made;
}

float mean_cosine(const Matrix& units, const std::vector<std::uint32_t>& labels, bool alike) {
  float sum = 0;
  int pairs = 0;
  for (std::size_t one = 0; one < units.rows(); ++one)
    for (std::size_t other = 0; other < one; ++other) {
      if ((labels[one] == labels[other]) != alike) continue;
      sum += std::inner_product(units.row(one).begin(), units.row(one).end(), units.row(other).begin(), 0.F);
      ++pairs;
    }
  return sum / static_cast<float>(pairs);
}

TEST(LayerTuning, ExamplesOfAPatternComeNearerToEachOtherThanToOthers) {
  const auto [features, labels] = groups();
  const auto before = embed_rows(identity(), features);
  TuningPlan plan;
  plan.learning_rate = 0.01F;
  plan.steps = 2000;
  plan.dropout = 0;
  const auto after = embed_rows(tune_layer(identity(), features, labels, plan, 1), features);
  const auto apart = [&](const Matrix& units) {
    return mean_cosine(units, labels, true) - mean_cosine(units, labels, false);
  };
  EXPECT_LT(apart(before), 0.5F) << apart(after);
  EXPECT_GT(apart(after), 1.5F) << apart(before);
}

TEST(LayerTuning, EqualSeedsGiveEqualLayersAndBatchesAreBounded) {
  const auto [features, labels] = groups();
  TuningPlan plan;
  plan.batch = 16;
  plan.steps = 7;
  EXPECT_EQ(tune_layer(identity(), features, labels, plan, 3).weights,
            tune_layer(identity(), features, labels, plan, 3).weights);
  EXPECT_NE(tune_layer(identity(), features, labels, plan, 3).weights,
            tune_layer(identity(), features, labels, plan, 4).weights);
}

TEST(LayerTuning, ExamplesWithoutAnyoneLikeThemPullNothing) {
  auto [features, labels] = groups();
  std::iota(labels.begin(), labels.end(), 0U);
  EXPECT_EQ(tune_layer(identity(), features, labels, {}, 1).weights, identity().weights);
}

TEST(EmbedRows, AreOfLengthOne) {
  const auto units = embed_rows(identity(), groups().features);
  for (std::size_t row = 0; row < units.rows(); ++row)
    EXPECT_NEAR(std::inner_product(units.row(row).begin(), units.row(row).end(), units.row(row).begin(), 0.F), 1, 1e-5);
}

}  // namespace
}  // namespace parley
