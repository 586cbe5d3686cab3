// SPDX-License-Identifier: Apache-2.0
#include "parley/alerts/fault_window.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(FaultWindow, LooksBackOverItsLength) {
  FaultWindow window(std::chrono::minutes{5});
  const auto at = [](int minutes) { return Instant{} + std::chrono::minutes{minutes}; };
  EXPECT_EQ(window.add(at(0), 100, 7).decisions, 0U) << "what was before is not known";
  EXPECT_EQ(window.add(at(1), 110, 8).decisions, 10U);
  const auto later = window.add(at(5), 150, 9);
  EXPECT_EQ(later.decisions, 50U);
  EXPECT_EQ(later.errors, 2U);
  EXPECT_EQ(window.add(at(6), 160, 9).errors, 1U) << "since minute 1";
  EXPECT_EQ(window.add(at(60), 160, 9).decisions, 0U) << "nothing since minute 6";
}

}  // namespace
}  // namespace parley
