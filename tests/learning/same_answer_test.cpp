// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/same_answer.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(CompareAnswers, TellsTheSameFromWhatDiffers) {
  const struct {
    const char* one;
    const char* other;
    const char* difference;  // empty: the same
  } kCases[] = {
      {"We are open from nine to five, Monday to Friday.", "Our opening hours are 9 to 5 from Monday to Friday, open.",
       ""},
      {"Parking is free for customers.", "Customers park for free, parking is right here.", ""},
      {"A visit costs $89.", "A visit costs 89 dollars.", ""},
      {"A visit costs $89.", "A visit costs $98.", "numbers"},
      {"We are closed on Sunday.", "We are closed on Monday.", "dates"},
      {"We take credit cards.", "We do not take credit cards.", "negation"},
      {"The shop is open on holidays.", "The shop is closed on holidays.", "opposites"},
      {"Parking is free for two hours.", "Parking is free.", "numbers"},
      {"You can change the pin in the app.", "Our office is opposite the station.", "wording"},
      {"It is on the 3rd floor.", "It is on the third floor.", ""},
  };
  for (const auto& [one, other, difference] : kCases) {
    const auto match = compare_answers(one, other);
    EXPECT_EQ(match.difference, difference) << one << " / " << other << ": " << match.similarity;
    EXPECT_EQ(match.same, std::string_view(difference).empty()) << one;
    EXPECT_EQ(compare_answers(other, one).same, match.same) << "the other way round: " << one;
  }
}

TEST(CompareAnswers, WhatOneLeavesOutIsCompatibleAndNotTheSame) {
  const auto match = compare_answers("Parking is free for two hours.", "Parking is free.");
  EXPECT_FALSE(match.same);
  EXPECT_TRUE(match.compatible);
  EXPECT_FALSE(compare_answers("Parking is free for two hours.", "Parking is free for five hours.").compatible);
}

TEST(CompareAnswers, AskMeaningOnlyWhereWordingIsNear) {
  int asked = 0;
  const MeaningCloseness near = [&](std::string_view, std::string_view) {
    ++asked;
    return 0.9;
  };
  EXPECT_TRUE(same_answer("Guests may park their cars behind the house.",
                          "There is parking for guests behind the house.", near));
  EXPECT_EQ(asked, 1);
  EXPECT_FALSE(same_answer("You can change the pin.", "The office is near the station.", near));
  EXPECT_FALSE(same_answer("It costs 5 dollars.", "It costs 6 dollars.", near));
  EXPECT_EQ(asked, 1);
}

TEST(CompareAnswers, NothingIsTheSameAsWhatHasNoWords) {
  EXPECT_FALSE(same_answer("", "Parking is free."));
  EXPECT_FALSE(same_answer("...", "Yes."));
}

TEST(AnswerLanguage, MakesCommonWordsTellNothing) {
  AnswerLanguage language;
  for (const char* topic : {"parking", "deliveries", "refunds", "repairs", "invoices", "warranties"})
    language.add("For " + std::string(topic) + " open the customer portal and follow the pictures shown there.");
  const auto one = "For parking open the customer portal and follow the pictures shown there.";
  const auto other = "For refunds open the customer portal and follow the pictures shown there.";
  EXPECT_TRUE(same_answer(one, other)) << "without a language all words weigh the same";
  EXPECT_GT(language.weight("warrant"), 2 * language.weight("portal"));
  EXPECT_LT(compare_answers(one, other, {}, &language).similarity, compare_answers(one, other).similarity);
}

}  // namespace
}  // namespace parley
