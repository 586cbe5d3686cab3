// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/spoken_answers.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

struct Said {
  const char* text;
  const char* digits;
};

TEST(SpokenAnswers, DigitsAreWrittenAsTheyWereMeant) {
  for (const auto& [text, digits] :
       {Said{"five five five double o one", "555001"}, Said{"five five five oh one zero zero", "5550100"},
        Said{"triple two nine", "2229"}, Said{"twenty five thirty one", "2531"}, Said{"nineteen ninety", "1990"},
        Said{"twenty oh five", "2005"}, Said{"eight hundred", "800"}, Said{"eight hundred five five five", "800555"},
        Said{"eight hundred twenty five", "825"}, Said{"three hundred twelve", "312"}, Said{"five thousand", "5000"},
        Said{"it is area code three one two and then four", "3124"}, Said{"(312) 555-0100", "3125550100"},
        Said{"+1 312 555 0100", "+13125550100"}, Said{"plus four four two zero", "+4420"}, Said{"double trouble", ""},
        Said{"hundred", ""}, Said{"i do not know", ""}, Said{"", ""}})
    EXPECT_EQ(digits_in(text), digits) << text;
}

TEST(SpokenAnswers, NumbersAreReadInGroupsWithPauses) {
  EXPECT_EQ(spoken_digits("5550100"), "five five five, zero one zero zero");
  EXPECT_EQ(spoken_digits("+13125550100"), "three one two, five five five, zero one zero zero");
  EXPECT_EQ(spoken_digits("+442079460000"), "four four two, zero seven nine, four six zero, zero zero zero");
  EXPECT_EQ(spoken_digits("911"), "nine one one");
  EXPECT_EQ(spoken_digits(""), "");
}

TEST(SpokenAnswers, WhatIsReadOutIsUnderstoodAgain) {
  for (const char* number : {"5550100", "3125550100", "442079460000", "0612345678"})
    EXPECT_EQ(digits_in(spoken_digits(number)), number);
}

struct Answer {
  const char* text;
  YesNo meant;
};

TEST(SpokenAnswers, YesAndNoAreToldApart) {
  for (const auto& [text, meant] :
       {Answer{"yes", YesNo::yes}, Answer{"Yeah, sure.", YesNo::yes}, Answer{"yep", YesNo::yes},
        Answer{"okay go ahead", YesNo::yes}, Answer{"that's right", YesNo::yes}, Answer{"why not", YesNo::yes},
        Answer{"no problem", YesNo::yes}, Answer{"yes please", YesNo::yes}, Answer{"no", YesNo::no},
        Answer{"no thank you", YesNo::no}, Answer{"nope", YesNo::no}, Answer{"not right now", YesNo::no},
        Answer{"that's wrong", YesNo::no}, Answer{"I'd rather not", YesNo::no}, Answer{"don't", YesNo::no},
        Answer{"nobody knows", YesNo::unclear}, Answer{"maybe", YesNo::unclear}, Answer{"", YesNo::unclear},
        Answer{"what are your hours", YesNo::unclear}})
    EXPECT_EQ(yes_or_no(text), meant) << text;
}

}  // namespace
