// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/negative_book.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Strings = std::vector<std::string>;

std::vector<MinedNegative> mined(std::size_t count) {
  std::vector<MinedNegative> all;
  for (std::size_t at = 0; at < count; ++at) all.push_back({"where is shelf number q" + std::to_string(at), 1});
  return all;
}

TEST(Negatives, AreBoundedByTheExamplesAndTheNewestStay) {
  const auto asked = mined(100);
  const Strings examples(120, "when do you open");
  const auto choice = choose_negatives(asked, examples, {10, 2000, 1.0 / 3});
  ASSERT_EQ(choice.taught.size(), 40U);
  EXPECT_EQ(choice.taught.front(), asked.front().question);
  EXPECT_EQ(choice.dropped.size(), 60U);
  EXPECT_EQ(choice.dropped.back(), asked.back().question);
  EXPECT_EQ(choose_negatives(asked, Strings(), {10, 2000, 1.0 / 3}).taught.size(), 10U) << "some are always kept";
  EXPECT_EQ(choose_negatives(asked, examples, {10, 15, 1.0 / 3}).taught.size(), 15U);
}

TEST(Negatives, AreNoExamplesAndOneOfAKind) {
  const std::vector<MinedNegative> asked = {
      {"do you sell boats", 1}, {"when do you open", 3}, {"do you sell a boat please", 1}, {"can you fly", 1}};
  const auto choice = choose_negatives(asked, Strings{"when do you open"});
  EXPECT_EQ(choice.taught, (Strings{"do you sell boats", "can you fly"}));
  EXPECT_EQ(choice.dropped, (Strings{"when do you open", "do you sell a boat please"}));
}

}  // namespace
}  // namespace parley
