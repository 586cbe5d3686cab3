// SPDX-License-Identifier: Apache-2.0
#include "english_words.hpp"

#include <gtest/gtest.h>

#include <string>

using namespace parley;

namespace {

TEST(EnglishWords, KnowsWordsInflectionsAndNames) {
  for (const char* word : {"open", "oven", "ovens", "refund", "refill", "cancelled", "january", "springfield", "jon"})
    EXPECT_TRUE(is_english_word(word)) << word;
}

TEST(EnglishWords, DoesNotKnowMisspellings) {
  for (const char* word : {"adress", "waht", "recieve", "tommorow", "resturant", "huors", "teh", ""})
    EXPECT_FALSE(is_english_word(word)) << word;
}

TEST(EnglishWords, IsSeldomWrongAboutLettersAtRandom) {
  int yes = 0;
  for (int number = 0; number < 20'000; ++number) yes += is_english_word("q" + std::to_string(number) + "x") ? 1 : 0;
  EXPECT_LT(yes, 60) << "one in a thousand is expected";
}

}  // namespace
