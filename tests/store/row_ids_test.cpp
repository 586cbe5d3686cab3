// SPDX-License-Identifier: Apache-2.0
#include "row_ids.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(RowIds, SortInTheOrderInWhichTheyWereMade) {
  const WallTime now{std::chrono::milliseconds{1'800'000'000'000}};
  RowIds ids(now);
  std::string last = ids.next();
  for (int i = 0; i < 20000; ++i) {
    const auto next = ids.next();
    ASSERT_LT(last, next);
    last = next;
  }
  // Ahead of the clock by no more than the counter makes necessary.
  EXPECT_LT(last, Uuid::v7(now + std::chrono::milliseconds{6}, std::array<std::uint8_t, 10>{}).to_string());
}

TEST(RowIds, AreOfVersionSevenAndDifferFromWriterToWriter) {
  const WallTime now{std::chrono::milliseconds{1'800'000'000'000}};
  const auto one = RowIds(now).next();
  const auto other = RowIds(now).next();
  EXPECT_EQ(one[14], '7');
  EXPECT_EQ(one.substr(0, 13), other.substr(0, 13));
  EXPECT_NE(one.substr(19), other.substr(19));
}

}  // namespace
}  // namespace parley
