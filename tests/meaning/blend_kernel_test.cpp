// SPDX-License-Identifier: Apache-2.0
#include "blend_kernel.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

const std::vector<std::vector<TextFeature>> kWording = {text_features({"opening", "hours"}),
                                                        text_features({"credit", "cards"})};

Matrix units(std::initializer_list<std::pair<float, float>> rows) {
  Matrix made(rows.size(), 2);
  std::size_t row = 0;
  for (const auto& [x, y] : rows) {
    made(row, 0) = x;
    made(row++, 1) = y;
  }
  return made;
}

TEST(BlendKernel, IsOneForTheSameAndLessForTheRest) {
  const auto examples = units({{1, 0}, {0, 1}});
  const TermIndex terms(kWording);
  const auto kernel = blend_kernel(examples, kWording, examples, terms, {});
  EXPECT_NEAR(kernel(0, 0), 1, 1e-3);
  EXPECT_NEAR(kernel(1, 1), 1, 1e-3);
  EXPECT_NEAR(kernel(0, 1), std::exp(-3.F), 1e-3);
}

TEST(BlendKernel, WithoutEmbeddingsWordingIsAll) {
  const TermIndex terms(kWording);
  const auto kernel = blend_kernel({}, kWording, {}, terms, {});
  EXPECT_NEAR(kernel(0, 0), 1, 1e-3);
  EXPECT_NEAR(kernel(1, 0), std::exp(-3.F), 5e-3) << "an ending is shared";
}

TEST(BlendKernel, FindsTheNearestByMeaningAndByWording) {
  const auto examples = units({{1, 0}, {0, 1}});
  const TermIndex terms(kWording);
  const std::vector<std::uint32_t> labels = {7, 9};
  NearestAsked nearest[] = {{labels, [](std::size_t, std::size_t) { return true; }, {}},
                            {labels, [](std::size_t, std::size_t example) { return example != 0; }, {}}};
  // Means the first, worded as the second.
  blend_kernel(units({{1, 0}}), {kWording[1]}, examples, terms, {}, nearest);
  EXPECT_EQ(nearest[0].found.front().meaning, 7U);
  EXPECT_EQ(nearest[0].found.front().wording, 9U);
  EXPECT_TRUE(nearest[0].found.front().either(7));
  EXPECT_FALSE(nearest[0].found.front().either(8));
  EXPECT_EQ(nearest[1].found.front().meaning, 9U) << "the first is passed over";
}

TEST(Sentences, ArePickedByRow) {
  Sentences sentences{units({{1, 2}, {3, 4}}), kWording};
  const auto picked = sentences.pick({1});
  EXPECT_EQ(picked.features(0, 1), 4);
  EXPECT_EQ(picked.wording.front(), kWording[1]);
}

}  // namespace
}  // namespace parley
