// SPDX-License-Identifier: Apache-2.0
#include "row_ids.hpp"

#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;

struct Made {
  asio::io_context loop;
  test::ManualClock clock{loop};
  RowIds ids{clock};
};

TEST(RowIds, SortInTheOrderInWhichTheyWereMade) {
  Made made;
  const auto begun = made.clock.wall_now();
  std::string last = made.ids.next();
  for (int i = 0; i < 20000; ++i) {
    if (i % 7000 == 0) made.clock.advance(1ms);
    const auto next = made.ids.next();
    ASSERT_LT(last, next);
    last = next;
  }
  // Ahead of the clock by no more than the counter makes necessary.
  EXPECT_LT(last, Uuid::v7(begun + 9ms, std::array<std::uint8_t, 10>{}).to_string());
}

TEST(RowIds, AreOfVersionSevenAndDifferFromProcessToProcess) {
  Made made;
  RowIds others(made.clock);
  const auto one = made.ids.next();
  const auto other = others.next();
  EXPECT_EQ(one[14], '7');
  EXPECT_EQ(one.substr(0, 13), other.substr(0, 13));
  EXPECT_NE(one.substr(19), other.substr(19));
}

}  // namespace
}  // namespace parley
