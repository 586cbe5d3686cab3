// SPDX-License-Identifier: Apache-2.0
#include "parley/async/run_on.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <thread>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class RunOn : public testing::Test {
 protected:
  ~RunOn() override {
    guard.reset();
    thread.join();
  }
  asio::io_context home{1};
  asio::io_context there{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard{there.get_executor()};
  std::thread thread{[this] { there.run(); }};
};

TEST_F(RunOn, TheStepRunsThereAndItsCallerResumesAtHome) {
  std::thread::id ran_on;
  std::thread::id resumed_on;
  int got = 0;
  auto caller = [&]() -> Task<void> {
    auto step = [&ran_on] {
      ran_on = std::this_thread::get_id();
      return 42;
    };
    got = co_await run_on(there.get_executor(), step);
    resumed_on = std::this_thread::get_id();
  };
  test::Root root(home, caller());
  home.run();
  EXPECT_EQ(got, 42);
  EXPECT_EQ(ran_on, thread.get_id());
  EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST_F(RunOn, AnExceptionReachesTheCaller) {
  auto caller = [&]() -> Task<void> {
    auto step = []() -> int { throw std::runtime_error("no"); };
    co_await run_on(there.get_executor(), step);
  };
  test::Root root(home, caller());
  home.run();
  EXPECT_EQ(root.failure(), "no");
}

TEST_F(RunOn, CancellationWaitsForTheStep) {
  for (int i = 0; i < 100; ++i) {
    bool done = false;
    auto caller = [&]() -> Task<void> {
      auto step = [&done] { return done = true; };
      co_await run_on(there.get_executor(), step);
    };
    test::Root root(home, caller());
    home.restart();
    home.poll();
    root.cancel();
    home.restart();
    home.run();
    ASSERT_TRUE(root.ended());
    ASSERT_TRUE(done);
  }
}

}  // namespace
}  // namespace parley
