// SPDX-License-Identifier: Apache-2.0
#include "doorbell.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <semaphore>
#include <thread>

#include "parley/async/task_group.hpp"

namespace parley {
namespace {

Task<void> count_rings(Doorbell& bell, int& rings) {
  for (;;) {
    co_await bell.wait();
    ++rings;
  }
}

TEST(Doorbell, RemembersARingThatNobodyWaitedFor) {
  asio::io_context loop;
  Doorbell bell;
  TaskGroup group(loop.get_executor());
  int rings = 0;
  for (int i = 0; i < 3; ++i) bell.ring();
  group.start(count_rings(bell, rings));
  loop.poll();
  EXPECT_EQ(rings, 1) << "several are one";
  bell.ring();
  EXPECT_EQ(rings, 1) << "wakes on its own executor, not in ring()";
  loop.poll();
  EXPECT_EQ(rings, 2);
  loop.poll();
  EXPECT_EQ(rings, 2);
  group.stop();
  loop.poll();
  EXPECT_TRUE(group.idle());
}

TEST(Doorbell, LosesNoRingOfAnotherThread) {
  constexpr int kRounds = 2000;
  asio::io_context loop;
  Doorbell bell;
  std::counting_semaphore<> answered(0);
  bool other_thread = false;
  std::thread caller([&] {
    for (int i = 0; i < kRounds; ++i) {
      bell.ring();
      answered.acquire();
    }
  });
  const auto home = std::this_thread::get_id();
  auto answer = [&]() -> Task<void> {
    for (int i = 0; i < kRounds; ++i) {
      co_await bell.wait();
      other_thread |= std::this_thread::get_id() != home;
      answered.release();
    }
  };
  auto done = asio::co_spawn(loop, answer(), asio::use_future);
  loop.run();
  caller.join();
  EXPECT_NO_THROW(done.get());
  EXPECT_FALSE(other_thread);
}

TEST(Doorbell, LetsACancelledWaiterGoAndRingsForTheNext) {
  asio::io_context loop;
  Doorbell bell;
  std::optional<bool> cancelled;
  auto wait = [&]() -> Task<void> {
    try {
      co_await bell.wait();
      cancelled = false;
    } catch (...) {
      cancelled = is_cancellation(std::current_exception());
      throw;
    }
  };
  {
    TaskGroup group(loop.get_executor());
    group.start(wait());
    loop.poll();
    EXPECT_FALSE(cancelled.has_value());
    group.stop();
    loop.restart();
    loop.poll();
    EXPECT_EQ(cancelled, true);
    EXPECT_TRUE(group.idle());
  }
  bell.ring();
  loop.restart();
  auto next = asio::co_spawn(loop, wait(), asio::use_future);
  loop.run();
  EXPECT_NO_THROW(next.get());
  EXPECT_EQ(cancelled, false);
}

TEST(Doorbell, MayRingWhenTheLoopOfItsWaiterIsGone) {
  Doorbell bell;
  {
    asio::io_context loop;
    auto never = asio::co_spawn(loop, bell.wait(), asio::use_future);
    loop.poll();
  }
  bell.ring();
  {
    asio::io_context loop;
    auto waited = asio::co_spawn(loop, bell.wait(), asio::use_future);
    loop.run();
    EXPECT_NO_THROW(waited.get());
    auto never = asio::co_spawn(loop, bell.wait(), asio::use_future);
    loop.restart();
    loop.poll();
    bell.ring();  // posts to a loop that ends before it runs
  }
}

}  // namespace
}  // namespace parley
