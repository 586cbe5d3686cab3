// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/learning/candidate_book.hpp"

namespace parley {
namespace {

std::vector<KnownAnswer> known() {
  return {{"pin",
           "You can change the pin in the app under security.",
           true,
           true,
           {"how do i change my pin", "change pin code", "new pin wanted"}},
          {"pin_2", "In the app under security you change the pin.", true, true, {"can i change the pin"}},
          {"parking", "Guests park behind the house.", true, true, {"where can i park"}}};
}

TEST(NearDuplicate, GoesIntoThePatternWithMoreExamples) {
  const auto patterns = known();
  const AnswerLanguage language = language_of({}, patterns);
  EXPECT_EQ(near_duplicate("pin", patterns, language), (PatternMerge{"pin_2", "pin"}));
  EXPECT_EQ(near_duplicate("pin_2", patterns, language), (PatternMerge{"pin_2", "pin"}));
  EXPECT_FALSE(near_duplicate("parking", patterns, language));
  EXPECT_FALSE(near_duplicate("unknown", patterns, language));
}

TEST(NearDuplicate, IsNoneWhereQuestionsOrAnswersDiffer) {
  auto patterns = known();
  const AnswerLanguage language = language_of({}, patterns);
  patterns[1].examples = {"where is the station"};
  EXPECT_FALSE(near_duplicate("pin", patterns, language)) << "asked for other things";
  patterns = known();
  patterns[1].reply = "In the app under security you can not change the pin.";
  EXPECT_FALSE(near_duplicate("pin", patterns, language)) << "one denies it";
  patterns = known();
  patterns[1].active = false;
  EXPECT_FALSE(near_duplicate("pin", patterns, language));
  patterns = known();
  patterns[1].fixed = false;
  EXPECT_FALSE(near_duplicate("pin_2", patterns, language));
}

}  // namespace
}  // namespace parley
