// SPDX-License-Identifier: Apache-2.0
#include "pattern_words.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

TEST(PatternWords, TellsForeignWordsFromThoseOfAnotherPattern) {
  Pattern hours;
  hours.key = "hours";
  hours.examples = {"what are your opening hours"};
  Pattern visit;
  visit.key = "visit";
  visit.keywords = {{{"visit|appointment"}, {}, {"doctor"}, {}}};
  Pattern sleeping;
  sleeping.key = "sleeping";
  sleeping.active = false;
  sleeping.examples = {"submarine"};
  const PatternWords words({hours, visit, sleeping});
  const std::vector<std::string> said = {"hours", "appointment", "doctor", "tonight", "submarine"};
  EXPECT_EQ(words.strays(said, 0b11111, 0), (Strays{3, 2})) << "doctor stands under none, submarine sleeps";
  EXPECT_EQ(words.strays(said, 0b11111, 1), (Strays{3, 2}));
  EXPECT_EQ(words.strays(said, 0b00001, 0), (Strays{0, 0}));
  EXPECT_EQ(words.strays(said, 0b01000, 0), (Strays{0, 0})) << "when makes no other question";
}

TEST(PatternWords, FunctionWordsSayNothing) {
  EXPECT_TRUE(is_function_word("your"));
  EXPECT_FALSE(is_function_word("hours"));
}

}  // namespace
