// SPDX-License-Identifier: Apache-2.0
#include "parley/async/unless.hpp"

#include <gtest/gtest.h>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class Unless : public testing::Test, protected test::OnLoop {
 protected:
  Task<int> number_after(Duration span) {
    co_await clock.sleep_until(clock.now() + span);
    co_return 42;
  }
  Task<void> race(Task<int> work) {
    got = co_await unless(reason, std::move(work));
    finished_at = elapsed();
  }
  Task<void> wake_after(Duration span) {
    co_await clock.sleep_until(clock.now() + span);
    reason.wake();
  }

  detail::Wakeup reason{loop.get_executor()};
  std::optional<int> got;
  std::chrono::milliseconds finished_at{-1};
};

TEST_F(Unless, GivesTheValueWhenNothingHappens) {
  test::Root root(loop, race(number_after(10ms)));
  clock.advance(1s);
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(got, 42);
  EXPECT_EQ(finished_at, 10ms);
}

TEST_F(Unless, GivesUpWhenTheReasonWakes) {
  got = 1;
  test::Root root(loop, race(number_after(10s)));
  test::Root waker(loop, wake_after(200ms));
  clock.advance(1s);
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(got, std::nullopt);
  EXPECT_EQ(finished_at, 200ms);
}

}  // namespace
}  // namespace parley
