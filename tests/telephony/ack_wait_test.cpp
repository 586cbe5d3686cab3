// SPDX-License-Identifier: Apache-2.0
#include "ack_wait.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

TEST(AckWait, DoublesFromT1ToT2AndGivesUpAfter64T1) {
  const Instant start{};
  AckWait wait(start, {});
  EXPECT_EQ(wait.on_time(start + 499ms), std::nullopt);
  std::vector<std::int64_t> sent_at;
  for (;;) {
    const auto due = wait.due();
    const auto step = wait.on_time(due);
    ASSERT_TRUE(step);
    if (*step == AckWait::Step::give_up) {
      EXPECT_EQ(due, start + 32s);
      break;
    }
    sent_at.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(due - start).count());
  }
  EXPECT_EQ(sent_at, (std::vector<std::int64_t>{500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500}));
}

TEST(AckWait, SendsNoBurstAfterALateThread) {
  const Instant start{};
  AckWait wait(start, {});
  EXPECT_EQ(wait.on_time(start + 5s), AckWait::Step::retransmit);
  EXPECT_EQ(wait.on_time(start + 5s), std::nullopt);
  EXPECT_EQ(wait.on_time(start + 40s), AckWait::Step::give_up);
}

}  // namespace
}  // namespace parley::sip
