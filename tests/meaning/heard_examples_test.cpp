// SPDX-License-Identifier: Apache-2.0
#include "heard_examples.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "calibration.hpp"
#include "toy_embedder.hpp"

namespace parley {
namespace {

TEST(HeardExamples, OwnExamplesAreHeardThreeTimesWhileThereIsRoom) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(test::toy_lesson(), &embedder);
  const auto heard = hear_examples(sheet, &embedder, 1000, 1);
  EXPECT_LE(heard.size(), 3 * sheet.own);
  EXPECT_GE(heard.size(), 3 * sheet.own - 6);  // a transcript may be empty
  EXPECT_TRUE(std::is_sorted(heard.rows.begin(), heard.rows.end()));
  EXPECT_LT(heard.rows.back(), sheet.own);
  EXPECT_EQ(heard.sentences.features.rows(), heard.size());
  EXPECT_EQ(heard.doubt.size(), heard.size());
  EXPECT_LE(*std::max_element(heard.doubt.begin(), heard.doubt.end()), static_cast<float>(doubt_of(0.3)));
  EXPECT_GE(*std::min_element(heard.doubt.begin(), heard.doubt.end()), 0);
}

TEST(HeardExamples, OfManySomeAreHeardOnce) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(test::toy_lesson(), &embedder);
  const auto heard = hear_examples(sheet, &embedder, 10, 1);
  EXPECT_LE(heard.size(), 10U);
  EXPECT_GE(heard.size(), 8U);
  EXPECT_EQ(std::adjacent_find(heard.rows.begin(), heard.rows.end()), heard.rows.end());
  EXPECT_EQ(hear_examples(sheet, &embedder, 0, 1).size(), 0U);
}

TEST(HeardExamples, WithoutAnEmbedderThereIsTheirWording) {
  const auto sheet = lay_out(test::toy_lesson(), nullptr);
  const auto heard = hear_examples(sheet, nullptr, 20, 1);
  EXPECT_EQ(heard.sentences.features.columns(), 0U);
  EXPECT_EQ(heard.sentences.wording.size(), heard.size());
  EXPECT_GT(heard.size(), 0U);
}

TEST(HeardExamples, PickedOnesCountInTheListTheyWerePickedBy) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(test::toy_lesson(), &embedder);
  const auto heard = hear_examples(sheet, &embedder, 1000, 1);
  const std::vector<std::size_t> wanted = {2, 5, 11};
  const auto picked = heard.pick(wanted);
  const auto expected = std::count_if(heard.rows.begin(), heard.rows.end(), [&](std::size_t row) {
    return std::find(wanted.begin(), wanted.end(), row) != wanted.end();
  });
  ASSERT_EQ(picked.size(), static_cast<std::size_t>(expected));
  for (std::size_t at = 0; at < picked.size(); ++at) {
    ASSERT_LT(picked.rows[at], wanted.size());
    const auto from = std::find(heard.rows.begin(), heard.rows.end(), wanted[picked.rows[at]]) - heard.rows.begin();
    EXPECT_EQ(picked.sentences.features.columns(), heard.sentences.features.columns());
    if (at == 0) {
      EXPECT_EQ(picked.doubt[at], heard.doubt[static_cast<std::size_t>(from)]);
      EXPECT_EQ(picked.sentences.wording[at], heard.sentences.wording[static_cast<std::size_t>(from)]);
    }
  }
}

}  // namespace
}  // namespace parley
