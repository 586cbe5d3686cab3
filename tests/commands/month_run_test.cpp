// SPDX-License-Identifier: Apache-2.0
#include "month_run.hpp"

#include <gtest/gtest.h>

#include "month_room.hpp"

namespace parley::commands {
namespace {

class MonthRuns : public test::MonthRoom {
 protected:
  MonthRuns() {
    plan_.utterances = 300;
    plan_.withheld = 2;
    plan_.patterns = 3;
    plan_.examples = 8;
  }

  // By wording alone: the encoder's weights are not needed.
  MonthLog live(double wrong, std::uint64_t seed = 2) {
    const auto month = draw_month(*read_month_texts(room_.path()), plan_, seed);
    MonthRunPlan plan;
    plan.window = 100;
    plan.wrong = wrong;
    MonthRun run(month, plan, {}, seed);
    auto log = run.run();
    EXPECT_TRUE(log) << log.error().message;
    return log ? *log : MonthLog{};
  }
  MonthPlan plan_;
};

TEST_F(MonthRuns, LearnFromWhatTheModelSays) {
  const auto log = live(0);
  ASSERT_EQ(log.windows.size(), 3U);
  EXPECT_GT(log.windows.back().patterns, 3U) << "patterns were made of answers";
  EXPECT_GT(log.windows.back().negatives, 0U);
  EXPECT_GT(log.windows.back().suppressed_answered.value(), 0.2);
  EXPECT_DOUBLE_EQ(log.labels.value(), 1);
  EXPECT_DOUBLE_EQ(log.confidence.sure.value(), 1);
  EXPECT_EQ(log.windows.back().asked, 100U);
}

TEST_F(MonthRuns, KeepAModelsErrorsOutOfThePatterns) {
  std::size_t wrong = 0;
  Share labels;
  Share sure;
  for (const std::uint64_t seed : {2, 3, 4}) {
    const auto log = live(0.1, seed);
    for (const auto& window : log.windows) wrong += window.wrong_layer_2.hits;
    labels.hits += log.labels.hits;
    labels.cases += log.labels.cases;
    sure.hits += log.confidence.sure.hits;
    sure.cases += log.confidence.sure.cases;
  }
  EXPECT_GT(wrong, 15U) << "it did err";
  EXPECT_GT(labels.value(), 0.98) << labels.cases;
  EXPECT_GE(sure.value(), 0.97) << sure.cases;
}

// Two patterns at the start have one intent's answer to like questions; the first of them is not the last in the list.
TEST_F(MonthRuns, MakeOnePatternOfTwoThatSayTheSameAndLoseNoOther) {
  auto month = draw_month(*read_month_texts(room_.path()), plan_, 2);
  const auto other = month.start.back().intent;
  month.start.front().texts = {"how about the oven heat"};
  month.start.front().intent = "oven_heat";
  month.start.insert(month.start.begin() + 1,
                     {"oven_heat_2", {"i need the oven heat", "please explain the oven heat"}});
  month.alike = {{"oven_heat_2", "oven_heat"}};
  month.asked.clear();
  for (const char* text :
       {"who knows the oven heat", "my question is about oven heat", "what does oven heat mean to you",
        "is oven heat a problem", "could anybody explain oven heat", "what is the heat of my oven"})
    month.asked.push_back({text, "oven_heat", AskedKind::known, false});
  MonthRunPlan plan;
  plan.wrong = 0;
  MonthRun run(month, plan, {}, 2);
  const auto log = run.run();
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ(log->windows.back().merged, 1U);
  EXPECT_EQ(log->keys.count("oven_heat") + log->keys.count("oven_heat_2"), 1U);
  EXPECT_EQ(log->keys.count(other), 1U);
  EXPECT_EQ(log->keys.size(), month.start.size() - 1);
}

}  // namespace
}  // namespace parley::commands
