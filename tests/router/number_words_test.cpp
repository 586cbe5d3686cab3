// SPDX-License-Identifier: Apache-2.0
#include "number_words.hpp"

#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

std::string bare(std::string_view digits) {
  std::vector<std::string> words;
  append_bare_number(digits, words);
  return join_words(words);
}

std::string cardinal(std::string_view digits) {
  std::vector<std::string> words;
  append_cardinal(digits, words);
  return join_words(words);
}

TEST(NumberWords, BareNumbersAreReadByTheirLength) {
  EXPECT_EQ(bare("0"), "zero");
  EXPECT_EQ(bare("13"), "thirteen");
  EXPECT_EQ(bare("40"), "forty");
  EXPECT_EQ(bare("411"), "four one one");
  EXPECT_EQ(bare("212"), "two hundred twelve");
  EXPECT_EQ(bare("3000"), "three thousand");
  EXPECT_EQ(bare("2009"), "two thousand nine");
  EXPECT_EQ(bare("1200"), "twelve hundred");
  EXPECT_EQ(bare("0800"), "zero eight zero zero");
  EXPECT_EQ(bare("60601"), "six zero six zero one");
}

TEST(NumberWords, CardinalsAreWholeNumbers) {
  EXPECT_EQ(cardinal("911"), "nine hundred eleven");
  EXPECT_EQ(cardinal("1000000"), "one million");
  EXPECT_EQ(cardinal("999999999"),
            "nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine");
  EXPECT_EQ(cardinal("1234567890"), "one two three four five six seven eight nine zero");
}

TEST(NumberWords, OrdinalsEndAtNinetyNinth) {
  std::vector<std::string> words;
  EXPECT_TRUE(append_ordinal("12", words));
  EXPECT_TRUE(append_ordinal("99", words));
  EXPECT_EQ(join_words(words), "twelfth ninety ninth");
  EXPECT_FALSE(append_ordinal("100", words));
}

TEST(NumberWords, EveryWordOfANumberIsKnownAsOne) {
  for (int value = 0; value < 10'000; ++value)
    for (const auto& word : pronounced_words(std::to_string(value))) ASSERT_TRUE(is_number_word(word)) << value << word;
}

}  // namespace
