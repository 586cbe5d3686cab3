// SPDX-License-Identifier: Apache-2.0
#include "parley/meaning/meaning_lesson.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

Organization organization() {
  Organization made;
  Pattern hours;
  hours.key = "business_hours";
  hours.offers = "our opening hours";
  hours.examples = {"when do you open"};
  hours.keywords.resize(2);
  hours.keywords[0].any = {"closing time|closing times", "hours"};
  hours.keywords[1].any = {"open now"};
  hours.keywords[1].all = {"you"};
  hours.care = Care::harmless;
  Pattern inactive = hours;
  inactive.key = "old";
  inactive.active = false;
  Pattern rules_alone;
  rules_alone.key = "operator";
  rules_alone.keywords.resize(1);
  rules_alone.keywords[0].any = {"real person"};
  Pattern closing;
  closing.key = "cancel";
  closing.examples = {"cancel my contract"};
  closing.never_suppress = true;
  made.patterns = {inactive, hours, rules_alone, closing};
  return made;
}

TEST(LessonOf, TakesActivePatternsThatHaveExamples) {
  const auto lesson = lesson_of(organization());
  ASSERT_EQ(lesson.patterns.size(), 2U);
  EXPECT_EQ(lesson.patterns[0], (LessonPattern{"business_hours", Care::harmless}));
  EXPECT_TRUE(lesson.patterns[1].never_suppress);
}

TEST(LessonOf, TargetsOfTheOrganizationMakeAnotherLesson) {
  auto asked = organization();
  asked.router.sensitive_target = 0.995;
  EXPECT_EQ(lesson_of(asked).targets, (MeaningTargets{std::nullopt, std::nullopt, 0.995}));
  EXPECT_NE(lesson_of(asked), lesson_of(organization()));
  auto cautious = organization();
  cautious.router.extra_margin = 0.2;
  EXPECT_EQ(lesson_of(cautious), lesson_of(organization()));
}

TEST(LessonOf, NamesAndPhrasesOfRulesAreFurtherExamples) {
  const auto lesson = lesson_of(organization());
  const std::vector<LessonExample> expected = {{"when do you open", 0, false},   {"business hours", 0, true},
                                               {"our opening hours", 0, true},   {"closing time", 0, true},
                                               {"cancel my contract", 1, false}, {"cancel", 1, true}};
  EXPECT_EQ(lesson.examples, expected) << "single words and halves of rules teach nothing";
}

TEST(AddAnswered, TakesWhatIsNewAndWhosePatternIsThere) {
  MeaningLesson lesson;
  lesson.patterns = {{"hours"}, {"parking"}};
  lesson.examples = {{"When do you open?", 0, false}};
  lesson.negatives = {"who won the game"};
  add_answered(lesson, {{"is there a garage", "parking", 2},
                        {"when do you open", "parking", 1},
                        {"who won the game", "hours", 0},
                        {"where is the exit", "gone", 1},
                        {"is there a garage", "hours", 0}});
  ASSERT_EQ(lesson.examples.size(), 2U);
  EXPECT_EQ(lesson.examples[1], (LessonExample{"is there a garage", 1, false, 2}));
}

}  // namespace
}  // namespace parley
