// SPDX-License-Identifier: Apache-2.0
#include "question_round.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace parley::commands {
namespace {

TEST(QuestionRound, TheShippedDemoHasQuestionsOfManyKinds) {
  const auto back = std::filesystem::current_path();
  std::filesystem::current_path(PARLEY_SOURCE_DIR);
  const auto questions = demo_questions();
  std::filesystem::current_path(back);
  ASSERT_TRUE(questions) << questions.error().message;
  std::set<std::string> patterns;
  for (const auto& question : *questions) patterns.insert(question.pattern);
  EXPECT_GE(patterns.size(), 8u);
  EXPECT_GE(questions->size(), 30u);
}

TEST(QuestionRound, ElsewhereItSaysFromWhereToRun) {
  const auto back = std::filesystem::current_path();
  std::filesystem::current_path("/");
  const auto questions = demo_questions();
  std::filesystem::current_path(back);
  ASSERT_FALSE(questions);
  EXPECT_NE(questions.error().message.find("run from the repository"), std::string::npos);
}

TEST(QuestionRound, ATurnIsAnsweredWhenTheRecordNamesTheRightPattern) {
  AskedTurn turn{{"when do you open", "hours"}, {}, {}, false};
  turn.told.pattern = "hours";
  EXPECT_FALSE(turn.answered()) << "no record of it";
  turn.known = true;
  EXPECT_TRUE(turn.answered());
  turn.told.pattern = "address";
  EXPECT_FALSE(turn.answered());
}

}  // namespace
}  // namespace parley::commands
