// SPDX-License-Identifier: Apache-2.0
#include "parley/async/blocking_pool.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class BlockingPools : public testing::Test {
 protected:
  asio::io_context loop{1};
};

TEST_F(BlockingPools, WorkRunsOnThePoolAndItsCallerResumesOnItsOwnThread) {
  BlockingPool pool(1, "pool");
  std::thread::id worked_on;
  std::thread::id resumed_on;
  int got = 0;
  auto caller = [&]() -> Task<void> {
    auto work = [&worked_on] {
      worked_on = std::this_thread::get_id();
      return 42;
    };
    got = co_await pool.run(work);
    resumed_on = std::this_thread::get_id();
  };
  test::Root root(loop, caller());
  loop.run();
  EXPECT_EQ(got, 42);
  EXPECT_NE(worked_on, std::this_thread::get_id());
  EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST_F(BlockingPools, AnExceptionOfTheWorkReachesItsCaller) {
  BlockingPool pool(1, "pool");
  auto caller = [&]() -> Task<void> {
    auto work = []() -> int { throw std::runtime_error("disk full"); };
    co_await pool.run(work);
  };
  test::Root root(loop, caller());
  loop.run();
  EXPECT_EQ(root.failure(), "disk full");
}

TEST_F(BlockingPools, WorkWithoutAResult) {
  BlockingPool pool(1, "pool");
  bool done = false;
  auto caller = [&]() -> Task<void> {
    auto work = [&done] { done = true; };
    co_await pool.run(work);
  };
  test::Root root(loop, caller());
  loop.run();
  EXPECT_TRUE(root.ended_well());
  EXPECT_TRUE(done);
}

TEST_F(BlockingPools, AsManyJobsRunAtOnceAsThereAreThreads) {
  BlockingPool pool(3, "pool");
  std::latch all_there(3);  // only three at a time can get past it
  auto caller = [&]() -> Task<void> {
    auto work = [&all_there] { all_there.arrive_and_wait(); };
    co_await pool.run(work);
  };
  test::Root a(loop, caller());
  test::Root b(loop, caller());
  test::Root c(loop, caller());
  loop.run();
  EXPECT_TRUE(a.ended_well() && b.ended_well() && c.ended_well());
}

// Work under way may refer to what its awaiter owns, so a hang-up must not let go of it early.
TEST_F(BlockingPools, ACancelledCallerWaitsForTheWorkUnderWay) {
  std::promise<void> started;
  std::promise<void> may_end;
  std::atomic<bool> worked = false;
  BlockingPool pool(2, "pool");
  auto caller = [&]() -> Task<void> {
    auto work = [&] {
      started.set_value();
      may_end.get_future().wait();
      worked = true;
      return 1;
    };
    co_await pool.run(work);
  };
  test::Root root(loop, caller());
  loop.poll();
  started.get_future().wait();
  root.cancel();
  loop.poll();
  EXPECT_FALSE(root.ended());
  may_end.set_value();
  loop.run();
  EXPECT_TRUE(root.ended());
  EXPECT_TRUE(worked);
}

TEST_F(BlockingPools, ManyCancellationsDoNotRaceWithTheWork) {
  BlockingPool pool(2, "pool");
  std::atomic<int> sum = 0;
  for (int i = 0; i < 200; ++i) {
    auto caller = [&]() -> Task<void> {
      auto work = [&sum] { ++sum; };
      co_await pool.run(work);
    };
    test::Root root(loop, caller());
    loop.restart();
    loop.poll();
    root.cancel();
    loop.restart();
    loop.run();
    ASSERT_TRUE(root.ended());
  }
  EXPECT_EQ(sum, 200);  // what was begun is finished
}

TEST_F(BlockingPools, LeavingScopeWaitsForWhatWasPosted) {
  std::atomic<int> done = 0;
  {
    BlockingPool pool(2, "pool");
    for (int i = 0; i < 100; ++i) pool.post([&done] { ++done; });
  }
  EXPECT_EQ(done, 100);
}

TEST_F(BlockingPools, BackgroundThreadsGiveWayAndOthersDoNot) {
  BlockingPool background(1, "background", BlockingPool::Priority::background);
  BlockingPool normal(1, "normal");
  std::promise<int> low;
  std::promise<int> usual;
  background.post([&] { low.set_value(::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()))); });
  normal.post([&] { usual.set_value(::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()))); });
  EXPECT_EQ(low.get_future().get(), 10);
  EXPECT_EQ(usual.get_future().get(), ::getpriority(PRIO_PROCESS, 0));
}

}  // namespace
}  // namespace parley
