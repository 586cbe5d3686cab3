// SPDX-License-Identifier: Apache-2.0
#include "parley/async/within.hpp"

#include <gtest/gtest.h>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class Within : public testing::Test, protected test::OnLoop {
 protected:
  Task<int> number_after(Duration span) {
    co_await clock.sleep_until(clock.now() + span);
    co_return 42;
  }
  Task<int> failing_number(Duration span) {
    co_await fail_after(span, "recogniser closed");
    co_return 0;
  }
  // Starts `work` under a deadline; what came of it is in got and the returned root.
  Task<void> bounded(Duration budget, Task<int> work) {
    got = co_await within(clock, clock.now() + budget, std::move(work));
    finished_at = elapsed();
  }

  std::optional<int> got;
  std::chrono::milliseconds finished_at{-1};
};

TEST_F(Within, GivesTheValueAsSoonAsItIsThere) {
  test::Root root(loop, bounded(300ms, number_after(10ms)));
  clock.advance(1s);
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(got, 42);
  EXPECT_EQ(finished_at, 10ms);
}

TEST_F(Within, GivesNothingAtTheDeadline) {
  got = 1;
  test::Root root(loop, bounded(300ms, number_after(10s)));
  clock.advance(299ms);
  EXPECT_FALSE(root.ended());
  clock.advance(1ms);
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(got, std::nullopt);
}

// Asio's own `work || timer` reports this as a time-out, and only when the timer has run out.
TEST_F(Within, RethrowsAnErrorAtOnce) {
  test::Root root(loop, bounded(300ms, failing_number(10ms)));
  clock.advance(9ms);
  EXPECT_FALSE(root.ended());
  clock.advance(1ms);
  EXPECT_EQ(root.failure(), "recogniser closed");
  EXPECT_FALSE(root.ended_cancelled());
}

TEST_F(Within, PassesCancellationOnAsOperationAborted) {
  test::Root root(loop, bounded(300ms, number_after(10s)));
  clock.advance(100ms);
  root.cancel();
  clock.drain();
  EXPECT_TRUE(root.ended_cancelled());
  EXPECT_EQ(finished_at, -1ms);
}

TEST_F(Within, LeavesNoSleeperBehind) {
  test::Root root(loop, bounded(300ms, number_after(10ms)));
  clock.advance(10ms);
  ASSERT_TRUE(root.ended_well());
  EXPECT_EQ(loop.poll(), 0U);
  EXPECT_TRUE(loop.stopped());  // out of work: neither the timer nor the work lives on
}

TEST_F(Within, AValueThatIsReadyAtTheDeadlineIsNotLost) {
  test::Root root(loop, bounded(300ms, number_after(300ms)));
  clock.advance(300ms);
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(got, 42);
}

TEST_F(Within, WorkThatIsDoneAlreadyWinsOverADeadlineThatHasPassed) {
  clock.advance(1s);
  auto ready = []() -> Task<int> { co_return 7; };
  test::Root root(loop, bounded(-500ms, ready()));
  clock.drain();
  EXPECT_EQ(got, 7);
}

TEST_F(Within, NestedDeadlinesShareOneBudget) {
  auto nested = [this]() -> Task<int> {
    const Instant deadline = clock.now() + 100ms;
    auto first = co_await within(clock, deadline, number_after(60ms));
    auto second = co_await within(clock, deadline, number_after(60ms));
    EXPECT_EQ(first, 42);
    co_return second.value_or(-1);
  };
  test::Root root(loop, bounded(1h, nested()));
  clock.advance(1s);
  EXPECT_EQ(got, -1);
  EXPECT_EQ(finished_at, 100ms);
}

TEST_F(Within, WorkThatCancelsItsOwnCallerAndEndsAtOnceStaysInside) {
  test::Root* self = nullptr;
  auto hang_up = [&]() -> Task<int> {
    self->cancel();
    co_return 1;
  };
  auto call = [&, this]() -> Task<void> {
    co_await clock.sleep_until(clock.now() + 1ms);
    co_await bounded(10ms, hang_up());
  };
  test::Root root(loop, call());
  self = &root;
  clock.advance(1ms);
  EXPECT_TRUE(root.ended());
  EXPECT_EQ(got, 1);
}

TEST_F(Within, TheCallerCanGoOnAwaitingAfterATimeOut) {
  auto patient = [this]() -> Task<void> {
    auto none = co_await within(clock, clock.now() + 10ms, number_after(1h));
    EXPECT_FALSE(none);
    got = co_await number_after(5ms);
  };
  test::Root root(loop, patient());
  clock.advance(15ms);
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(got, 42);
}

}  // namespace
}  // namespace parley
