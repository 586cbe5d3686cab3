// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "month_room.hpp"

namespace parley::commands {
namespace {

using BenchMonth = test::MonthRoom;

TEST_F(BenchMonth, TellsWhatWasSavedAndWhatItCost) {
  if (!weights()) GTEST_SKIP() << "no weights: scripts/setup fetches them";
  const auto svg = room_.path() / "month.svg";
  const auto found =
      figures({"month", "--data", room_.path().string(), "--seeds", "1", "--utterances", "500", "--svg", svg.string()});
  ASSERT_FALSE(found.empty()) << process_.err.str();
  EXPECT_GE(found.at("month.suppressed_answered.all"), found.at("month.suppressed.all"));
  EXPECT_DOUBLE_EQ(found.at("month.suppressed.500"), found.at("month.suppressed.all")) << "one window";
  EXPECT_GT(found.at("month.cost_always_asking_usd"), 0);
  EXPECT_GT(found.at("month.lessons"), 1);
  EXPECT_TRUE(std::filesystem::exists(svg));
}

TEST_F(BenchMonth, WithoutWeightsItSaysHowToGetThem) {
  EXPECT_EQ(bench({"month", "--data", room_.path().string(), "--models", "/nowhere"}, process_.surroundings), 1);
  EXPECT_NE(process_.err.str().find("scripts/setup"), std::string::npos) << process_.err.str();
}

}  // namespace
}  // namespace parley::commands
