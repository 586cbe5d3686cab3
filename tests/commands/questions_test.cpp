// SPDX-License-Identifier: Apache-2.0
#include "questions.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

Pattern pattern(std::string key, std::vector<std::string> examples) {
  Pattern made;
  made.key = std::move(key);
  made.examples = std::move(examples);
  made.offers = "something";
  return made;
}

TEST(Questions, AlternateBetweenPatternsThatInformAndListen) {
  Organization organization;
  organization.patterns = {pattern("a", {"one two three", "four five six", "too short"}),
                           pattern("b", {"seven eight nine"}), pattern("c", {"good bye to you"}),
                           pattern("d", {"how do you do"}), pattern("e", {"not active at all"})};
  organization.patterns[2].after = AfterReply::hang_up;
  organization.patterns[3].offers.clear();
  organization.patterns[4].active = false;
  const auto questions = questions_of(organization);
  EXPECT_EQ(questions,
            (std::vector<Question>{{"one two three", "a"}, {"seven eight nine", "b"}, {"four five six", "a"}}));
  EXPECT_EQ(take_questions(questions, 2, 2), (std::vector<Question>{questions[2], questions[0]}));
  EXPECT_TRUE(take_questions({}, 0, 3).empty());
}

}  // namespace
}  // namespace parley::commands
