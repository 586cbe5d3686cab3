// SPDX-License-Identifier: Apache-2.0
#include "lesson_sheet.hpp"

#include <gtest/gtest.h>

#include "meaning/toy_embedder.hpp"

namespace parley {
namespace {

MeaningLesson lesson() {
  MeaningLesson made;
  made.patterns = {{"hours"}, {"parking"}};
  made.examples = {{"hours", 0, true}, {"When do you OPEN?", 0, false}, {"...", 0, false}, {"where to park", 1, false}};
  made.negatives = {"who won the game"};
  return made;
}

TEST(LessonSheet, OwnExamplesComeFirstThenNamesThenNegatives) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(lesson(), &embedder);
  EXPECT_EQ(sheet.texts, (std::vector<std::string>{"when do you open", "where to park", "hours", "who won the game"}));
  EXPECT_EQ(sheet.labels, (std::vector<std::uint32_t>{0, 1, 0, 2}));
  EXPECT_EQ(sheet.own, 2U);
  EXPECT_EQ(sheet.positive, 3U);
  EXPECT_EQ(sheet.columns(), 3U);
  EXPECT_EQ(sheet.sentences.features.rows(), 4U);
  EXPECT_EQ(sheet.sentences.features.columns(), embedder.dimensions());
}

TEST(LessonSheet, WhatTheEmbedderDoesNotReadIsLeftOut) {
  const test::ToyEmbedder embedder;
  auto with = lesson();
  with.examples.push_back({"unreadable", 1, false});
  EXPECT_EQ(lay_out(with, &embedder).size(), 4U);
  EXPECT_EQ(lay_out(with, nullptr).size(), 5U) << "wording alone reads everything";
  EXPECT_EQ(lay_out(with, nullptr).sentences.features.columns(), 0U);
}

TEST(LessonSheet, PicksKeepKinds) {
  const test::ToyEmbedder embedder;
  const auto sheet = lay_out(lesson(), &embedder);
  const auto picked = sheet.pick({1, 2, 3});
  EXPECT_EQ(picked.texts, (std::vector<std::string>{"where to park", "hours", "who won the game"}));
  EXPECT_EQ(picked.own, 1U);
  EXPECT_EQ(picked.positive, 2U);
  EXPECT_EQ(picked.columns(), 3U);
  EXPECT_EQ(picked.sentences.features(0, 3), sheet.sentences.features(1, 3));
}

}  // namespace
}  // namespace parley
