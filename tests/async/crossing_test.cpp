// SPDX-License-Identifier: Apache-2.0
#include "parley/async/crossing.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "async/on_loop.hpp"
#include "parley/async/within.hpp"
#include "support/loop_thread.hpp"

namespace parley {
namespace {

class Crosses : public testing::Test, protected test::OnLoop {
 protected:
  Task<void> wait_for(Crossing<int>& seat, Duration budget) {
    auto waiting = seat.wait();
    auto bounded = within(clock, clock.now() + budget, std::move(waiting));
    got = co_await std::move(bounded);
  }

  std::optional<int> got;
};

TEST_F(Crosses, TheValueComesToWhoeverWaits) {
  Crossing<int> seat(home());
  test::Root root(loop, wait_for(seat, 1s));
  clock.advance(1ms);
  EXPECT_FALSE(root.ended());
  EXPECT_TRUE(seat.other_end().give(42));
  clock.drain();
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(got, 42);
}

TEST_F(Crosses, AValueThatIsThereAlreadyIsTaken) {
  Crossing<int> seat(home());
  EXPECT_TRUE(seat.other_end().give(42));
  test::Root root(loop, wait_for(seat, 1s));
  clock.drain();
  EXPECT_EQ(got, 42);
}

TEST_F(Crosses, OnlyTheFirstValueCounts) {
  Crossing<int> seat(home());
  const auto end = seat.other_end();
  EXPECT_TRUE(end.give(1));
  EXPECT_FALSE(end.give(2));
  EXPECT_EQ(seat.leave(), 1);
  EXPECT_EQ(seat.leave(), std::nullopt);
}

TEST_F(Crosses, WhoeverHasLeftIsGivenNothing) {
  std::optional<CrossingEnd<int>> end;
  {
    Crossing<int> seat(home());
    end = seat.other_end();
    test::Root root(loop, wait_for(seat, 10ms));
    clock.advance(10ms);
    EXPECT_TRUE(root.ended_well());
    EXPECT_EQ(got, std::nullopt);
  }
  EXPECT_FALSE(end->give(42));
}

TEST_F(Crosses, ACancelledWaiterEndsAndTheValueStaysBehind) {
  Crossing<int> seat(home());
  test::Root root(loop, wait_for(seat, 1s));
  clock.advance(1ms);
  root.cancel();
  clock.drain();
  EXPECT_TRUE(root.ended_cancelled());
  EXPECT_TRUE(seat.other_end().give(42));  // the seat is still there, and whoever holds it sees the value
  EXPECT_EQ(seat.leave(), 42);
}

Task<int> count_to(int most, test::LoopThread& other) {
  auto here = co_await asio::this_coro::executor;
  int sum = 0;
  for (int i = 1; i <= most; ++i) {
    Crossing<int> seat(here);
    asio::post(other.home(), [i, end = seat.other_end()] { static_cast<void>(end.give(i)); });
    auto waiting = seat.wait();
    sum += co_await std::move(waiting);
  }
  co_return sum;
}

TEST(CrossesBetweenThreads, EveryValueArrives) {
  test::LoopThread one;
  test::LoopThread other;
  auto there = one.start(count_to(2000, other));
  auto back = other.start(count_to(2000, one));
  EXPECT_EQ(there.get(), 2001000);
  EXPECT_EQ(back.get(), 2001000);
}

TEST(CrossesBetweenThreads, AValueForALoopThatIsGoneHurtsNobody) {
  std::optional<CrossingEnd<int>> end;
  {
    asio::io_context loop{1};
    Crossing<int> seat(loop.get_executor());
    end = seat.other_end();
  }
  std::thread giver([&] { EXPECT_FALSE(end->give(42)); });
  giver.join();
}

}  // namespace
}  // namespace parley
