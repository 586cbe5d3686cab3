// SPDX-License-Identifier: Apache-2.0
#include "watchdog.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace parley {
namespace {

class WatchdogTest : public ::testing::Test {
 protected:
  WatchdogTest() { EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  ~WatchdogTest() override {
    for (const int end : ends_) close(end);
  }

  std::array<int, 2> ends_{};
  std::unique_ptr<Clock> clock_ = create_system_clock();
  Watchdog dog_{*clock_};
  char byte_ = 0;
};

TEST_F(WatchdogTest, EndsAReadAtItsDeadline) {
  const auto begin = clock_->now();
  const Watchdog::Watch watch(dog_, ends_[0], begin + 100ms);
  EXPECT_EQ(read(ends_[0], &byte_, 1), 0);
  EXPECT_GE(clock_->now() - begin, 100ms);
  EXPECT_TRUE(watch.has_cut());
}

TEST_F(WatchdogTest, AnEarlierWatchThatComesLaterIsKeptToo) {
  const auto begin = clock_->now();
  const Watchdog::Watch late(dog_, ends_[1], begin + 1h);
  const Watchdog::Watch early(dog_, ends_[0], begin + 50ms);
  EXPECT_EQ(read(ends_[0], &byte_, 1), 0);
  EXPECT_TRUE(early.has_cut());
  EXPECT_FALSE(late.has_cut());
}

TEST_F(WatchdogTest, LeavesASocketAloneThatIsWatchedNoMore) {
  const auto deadline = clock_->now() + 50ms;
  std::array<int, 2> others{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, others.data()), 0);
  { const Watchdog::Watch watch(dog_, ends_[0], deadline); }
  const Watchdog::Watch after(dog_, others[0], deadline);
  EXPECT_EQ(read(others[0], &byte_, 1), 0);  // the deadline has come
  EXPECT_EQ(write(ends_[1], "x", 1), 1);
  EXPECT_EQ(read(ends_[0], &byte_, 1), 1);
  for (const int end : others) close(end);
}

}  // namespace
}  // namespace parley
