// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "async/on_loop.hpp"
#include "parley/async/clock.hpp"

namespace parley {
namespace {

class SystemClocks : public testing::Test {
 protected:
  Task<void> nap(Duration span) {
    const auto deadline = clock->now() + span;
    co_await clock->sleep_until(deadline);
    woken_late_by = clock->now() - deadline;
  }

  std::unique_ptr<Clock> clock = create_system_clock();
  asio::io_context loop{1};
  std::optional<Duration> woken_late_by;
};

TEST_F(SystemClocks, NeverWakesBeforeTheDeadline) {
  test::Root root(loop, nap(2ms));
  loop.run();
  ASSERT_TRUE(root.ended_well());
  EXPECT_GE(*woken_late_by, 0ms);
}

TEST_F(SystemClocks, ADeadlineInThePastWakesAtOnce) {
  test::Root root(loop, nap(-1h));
  loop.run();
  EXPECT_TRUE(root.ended_well());
}

TEST_F(SystemClocks, ACancelledSleepThrows) {
  test::Root root(loop, nap(1h));
  loop.poll();
  root.cancel();
  loop.run();
  EXPECT_TRUE(root.ended_cancelled());
}

TEST_F(SystemClocks, NowDoesNotRunBackwards) {
  const auto first = clock->now();
  EXPECT_LE(first, clock->now());
  EXPECT_GT(clock->wall_now(), WallTime{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}});
}

}  // namespace
}  // namespace parley
