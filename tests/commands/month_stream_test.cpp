// SPDX-License-Identifier: Apache-2.0
#include "month_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "month_room.hpp"

namespace parley::commands {
namespace {

class MonthStream : public test::MonthRoom {
 protected:
  MonthStream() {
    plan_.utterances = 200;
    plan_.withheld = 2;
    plan_.patterns = 3;
    plan_.examples = 4;
  }
  MonthPlan plan_;
};

TEST_F(MonthStream, LeavesOutWhatBothDataSetsAsk) {
  const auto texts = read_month_texts(room_.path());
  ASSERT_TRUE(texts) << texts.error().message;
  EXPECT_EQ(texts->banking.size(), 6U);
  ASSERT_EQ(texts->clinc.size(), 5U);
  for (const auto& pool : texts->clinc) EXPECT_NE(pool.intent, "balance");
  EXPECT_EQ(texts->strangers.size(), 60U);
}

TEST_F(MonthStream, AsksNothingTwiceButTheRepeats) {
  const auto month = draw_month(*read_month_texts(room_.path()), plan_, 3);
  ASSERT_EQ(month.asked.size(), 200U);
  std::set<std::string> before;
  std::map<AskedKind, std::size_t> kinds;
  std::size_t repeats = 0;
  for (const auto& start : month.start) {
    EXPECT_EQ(start.texts.size(), 4U);
    before.insert(start.texts.begin(), start.texts.end());
  }
  for (const auto& asked : month.asked) {
    EXPECT_NE(before.insert(asked.text).second, asked.repeat) << asked.text;
    EXPECT_EQ(asked.intent.empty(), asked.kind != AskedKind::known);
    repeats += asked.repeat ? 1 : 0;
    ++kinds[asked.kind];
  }
  EXPECT_LE(repeats, 40U);
  EXPECT_GT(repeats, 20U);
  EXPECT_NEAR(static_cast<double>(kinds[AskedKind::near]), 30, 15);
  EXPECT_NEAR(static_cast<double>(kinds[AskedKind::far]), 30, 15);
}

TEST_F(MonthStream, FrequentIntentsComeFirstAndSeedsDiffer) {
  const auto texts = *read_month_texts(room_.path());
  const auto month = draw_month(texts, plan_, 3);
  std::map<std::string, std::size_t> counts;
  for (const auto& asked : month.asked) ++counts[asked.intent];
  EXPECT_GT(counts[month.intents.front()], counts[month.intents.back()]);
  EXPECT_EQ(month.intents.size(), 9U) << "two of eleven are withheld";
  EXPECT_NE(draw_month(texts, plan_, 4).asked.front().text, month.asked.front().text);
  EXPECT_EQ(draw_month(texts, plan_, 3).asked.back().text, month.asked.back().text);
}

TEST_F(MonthStream, EndsWhenTheDataSetsAreUsedUp) {
  plan_.utterances = 20000;
  plan_.repeats = 0;
  EXPECT_LT(draw_month(*read_month_texts(room_.path()), plan_, 1).asked.size(), 500U);
}

TEST_F(MonthStream, SaysWhatIsMissing) {
  const auto texts = read_month_texts("/nowhere");
  ASSERT_FALSE(texts);
  EXPECT_NE(texts.error().message.find("domains.json"), std::string::npos);
}

}  // namespace
}  // namespace parley::commands
