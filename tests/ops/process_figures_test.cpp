// SPDX-License-Identifier: Apache-2.0
#include "process_figures.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(ProcessFigures, AreCountedAfterTheLastParenthesis) {
  const auto figures = parse_process_stat(
      "42 (odd) name) S 1 42 42 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 8 0 3000 123456 77 18446744073709551615 1 1",
      1000, 100, 4096);
  ASSERT_TRUE(figures);
  EXPECT_DOUBLE_EQ(figures->cpu_seconds, 2);
  EXPECT_DOUBLE_EQ(figures->threads, 8);
  EXPECT_DOUBLE_EQ(figures->start_time_seconds, 1030);
  EXPECT_DOUBLE_EQ(figures->virtual_bytes, 123456);
  EXPECT_DOUBLE_EQ(figures->resident_bytes, 77 * 4096);
}

TEST(ProcessFigures, CutTextIsNoFigure) {
  EXPECT_FALSE(parse_process_stat("", 0, 100, 4096));
  EXPECT_FALSE(parse_process_stat("42 (x) S 1 2 3", 0, 100, 4096));
}

TEST(ProcessFigures, OfThisProcessAreThere) {
  const auto figures = read_process_figures();
  ASSERT_TRUE(figures);
  EXPECT_GT(figures->resident_bytes, 100'000);
  EXPECT_GE(figures->open_files, 3);
  EXPECT_GT(figures->start_time_seconds, 1.6e9);
}

}  // namespace
}  // namespace parley
