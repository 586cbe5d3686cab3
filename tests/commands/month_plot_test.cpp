// SPDX-License-Identifier: Apache-2.0
#include "month_plot.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(MonthPlot, DrawsEveryRunAndTheirMean) {
  MonthWindow window;
  window.suppressed = {50, 100};
  window.suppressed_answered = {45, 60};
  window.wrong = {1, 50};
  const std::vector<std::vector<MonthWindow>> runs(2, {window, window, window});
  const auto picture = month_plot(runs, 500);
  EXPECT_TRUE(picture.starts_with("<svg ")) << picture.substr(0, 40);
  EXPECT_TRUE(picture.ends_with("</svg>\n"));
  EXPECT_EQ(count(picture, "<polyline"), 4U * 3U) << "four shares: two runs and the mean";
  EXPECT_NE(picture.find(">1500<"), std::string::npos) << "questions asked so far";
}

TEST(MonthPlot, OfNothingIsAnEmptyPicture) {
  const auto picture = month_plot({}, 500);
  EXPECT_EQ(count(picture, "<polyline"), 0U);
  EXPECT_TRUE(picture.ends_with("</svg>\n"));
}

}  // namespace
}  // namespace parley::commands
