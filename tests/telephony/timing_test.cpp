// SPDX-License-Identifier: Apache-2.0
#include "timing.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

TEST(DeadlineQueue, GivesTheEarliestThatIsDue) {
  DeadlineQueue<int> queue;
  EXPECT_EQ(queue.next(), std::nullopt);
  const Instant start{};
  for (const int second : {3, 1, 2}) queue.add(start + std::chrono::seconds(second), second);
  EXPECT_EQ(queue.next(), start + 1s);
  EXPECT_EQ(queue.pop_due(start), std::nullopt);
  EXPECT_EQ(queue.pop_due(start + 2s)->second, 1);
  EXPECT_EQ(queue.pop_due(start + 2s)->second, 2);
  EXPECT_EQ(queue.pop_due(start + 2s), std::nullopt);
}

TEST(Earliest, IgnoresWhatIsNotThere) {
  const Instant start{};
  EXPECT_EQ(earliest(std::nullopt, std::nullopt), std::nullopt);
  EXPECT_EQ(earliest(start, std::nullopt), start);
  EXPECT_EQ(earliest(std::nullopt, start), start);
  EXPECT_EQ(earliest(start + 1s, start), start);
}

}  // namespace
}  // namespace parley::sip
