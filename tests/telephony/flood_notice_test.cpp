// SPDX-License-Identifier: Apache-2.0
#include "flood_notice.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

TEST(FloodNotice, ReportsAtOnceAndThenTheSum) {
  FloodNotice notice(10s);
  const Instant start{};
  EXPECT_EQ(notice.note(start), 1U);
  for (int time = 0; time < 1000; ++time) EXPECT_EQ(notice.note(start + 1s), std::nullopt);
  EXPECT_EQ(notice.note(start + 10s), 1001U);
}

}  // namespace
}  // namespace parley::sip
