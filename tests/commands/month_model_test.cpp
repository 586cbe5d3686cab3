// SPDX-License-Identifier: Apache-2.0
#include "month_model.hpp"

#include <gtest/gtest.h>

#include "parley/learning/same_answer.hpp"

namespace parley::commands {
namespace {

const std::vector<std::string> kIntents = {"card_arrival", "pin_change", "oven_heat", "flight_status"};

TEST(MonthModel, IsWrongAsOftenAsItIsToldWithTheAnswerOfAnotherIntent) {
  MonthModel model(kIntents, 0.1, 7);
  std::size_t wrong = 0;
  for (int call = 0; call < 2000; ++call) wrong += model.intent_of(model.ask("pin_change")) != "pin_change" ? 1 : 0;
  EXPECT_EQ(model.calls(), 2000U);
  EXPECT_NEAR(static_cast<double>(wrong), 200, 50);
}

TEST(MonthModel, DoesNotKnowWhatNoIntentIsFor) {
  MonthModel model(kIntents, 0, 7);
  EXPECT_EQ(model.ask(""), "");
  EXPECT_EQ(model.intent_of(model.reply_of("oven_heat")), "oven_heat");
}

TEST(AnswerWordings, SayTheSameOrLeaveSomethingOut) {
  const auto wordings = answer_wordings("card_arrival", 5);
  ASSERT_GE(wordings.size(), 3U);
  for (const auto& one : wordings)
    for (const auto& other : wordings) EXPECT_TRUE(compare_answers(one, other).compatible) << one << " / " << other;
  EXPECT_FALSE(compare_answers(wordings.front(), answer_wordings("pin_change", 6).front()).compatible);
}

}  // namespace
}  // namespace parley::commands
