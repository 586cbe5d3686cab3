// SPDX-License-Identifier: Apache-2.0
#include "parley/async/task_group.hpp"

#include <gtest/gtest.h>

#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <functional>
#include <vector>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class TaskGroups : public testing::Test, protected test::OnLoop {
 protected:
  Task<void> work(std::string name, Duration span) {
    co_await clock.sleep_until(clock.now() + span);
    ended.push_back(name);
  }
  // Cannot be hurried: finishes what it has begun.
  Task<void> stubborn(std::string name, Duration span) {
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await clock.sleep_until(clock.now() + span);
    ended.push_back(name);
  }

  std::vector<std::string> ended;
};

TEST_F(TaskGroups, JoinWaitsForEveryChild) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    group.start(work("slow", 20ms));
    group.start(work("fast", 10ms));
    co_await group.join();
    EXPECT_TRUE(group.idle());
    ended.push_back("joined");
  };
  test::Root call(loop, root());
  clock.advance(19ms);
  EXPECT_FALSE(call.ended());
  clock.advance(1ms);
  EXPECT_TRUE(call.ended_well());
  EXPECT_EQ(ended, (std::vector<std::string>{"fast", "slow", "joined"}));
}

TEST_F(TaskGroups, AnEmptyGroupJoinsAtOnce) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    co_await group.join();
  };
  test::Root call(loop, root());
  clock.drain();
  EXPECT_TRUE(call.ended_well());
}

TEST_F(TaskGroups, TheFirstFailureStopsTheSiblingsAndIsRethrownOnce) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    group.start(work("sibling", 1h));
    group.start(fail_after(10ms, "recogniser closed"));
    group.start(fail_after(11ms, "too late to matter"));
    std::string failure;
    try {
      co_await group.join();
    } catch (const std::runtime_error& error) {
      failure = error.what();
    }
    EXPECT_EQ(failure, "recogniser closed");
    co_await group.join();  // the failure was delivered
  };
  test::Root call(loop, root());
  clock.advance(10ms);
  EXPECT_TRUE(call.ended_well()) << call.failure();
  EXPECT_TRUE(ended.empty());
}

TEST_F(TaskGroups, StopEndsChildrenButWaitsForThoseThatFinishTheirWork) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    group.start(work("hurried", 1h));
    group.start(stubborn("recording", 50ms));
    co_await clock.sleep_until(clock.now() + 10ms);
    group.stop();
    co_await group.join();
  };
  test::Root call(loop, root());
  clock.advance(49ms);
  EXPECT_FALSE(call.ended());
  clock.advance(1ms);
  EXPECT_TRUE(call.ended_well());
  EXPECT_EQ(ended, std::vector<std::string>{"recording"});
}

TEST_F(TaskGroups, CancellingTheJoinerCancelsTheChildrenAndStillWaitsForThem) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    group.start(work("hurried", 1h));
    group.start(stubborn("recording", 50ms));
    co_await group.join();
    ended.push_back("joined");
  };
  test::Root call(loop, root());
  clock.advance(10ms);
  call.cancel();
  clock.drain();
  EXPECT_FALSE(call.ended());
  clock.advance(40ms);
  EXPECT_TRUE(call.ended_well());
  EXPECT_EQ(ended, (std::vector<std::string>{"recording", "joined"}));
}

TEST_F(TaskGroups, TheFarewellAfterACancelledJoinMayAwait) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    group.start(work("hear", 1h));
    co_await group.join();
    co_await work("farewell", 5ms);
  };
  test::Root call(loop, root());
  clock.drain();
  call.cancel();
  clock.advance(5ms);
  EXPECT_TRUE(call.ended_well());
  EXPECT_EQ(ended, std::vector<std::string>{"farewell"});
}

TEST_F(TaskGroups, AFarewellMayAwaitToo_WhenTheLastChildEndsAsTheJoinerIsCancelled) {
  std::function<void()> hang_up;
  auto root = [&, this]() -> Task<void> {
    TaskGroup group(home());
    auto child = [&, this]() -> Task<void> {
      co_await work("hear", 10ms);
      hang_up();
    };
    group.start(child());
    co_await group.join();
    co_await work("farewell", 5ms);
  };
  test::Root call(loop, root());
  hang_up = [&call] { call.cancel(); };
  clock.advance(15ms);
  EXPECT_TRUE(call.ended_well()) << call.failure();
  EXPECT_EQ(ended, (std::vector<std::string>{"hear", "farewell"}));
}

TEST_F(TaskGroups, AJoinerThatWasCancelledBeforeItWaitsStopsTheChildren) {
  auto root = [this]() -> Task<void> {
    co_await asio::this_coro::throw_if_cancelled(false);
    TaskGroup group(home());
    group.start(work("hear", 1h));
    boost::system::error_code ignored;
    asio::steady_timer never(home(), asio::steady_timer::time_point::max());
    co_await never.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    co_await group.join();
  };
  test::Root call(loop, root());
  clock.drain();
  call.cancel();
  clock.drain();
  EXPECT_TRUE(call.ended_well());
  EXPECT_TRUE(ended.empty());
}

TEST_F(TaskGroups, WhatAChildStartsWhileTheGroupStopsIsStoppedToo) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    auto child = [&group, this]() -> Task<void> {
      try {
        co_await clock.sleep_until(clock.now() + 1h);
      } catch (const boost::system::system_error&) {
        group.start(work("late", 1h));
        throw;
      }
    };
    group.start(child());
    co_await clock.sleep_until(clock.now() + 10ms);
    group.stop();
    co_await group.join();
  };
  test::Root call(loop, root());
  clock.advance(10ms);
  EXPECT_TRUE(call.ended_well());
  EXPECT_TRUE(ended.empty());
}

TEST_F(TaskGroups, AFailureDuringTheStopIsNotLost) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    auto child = [this]() -> Task<void> {
      try {
        co_await clock.sleep_until(clock.now() + 1h);
      } catch (const boost::system::system_error&) {
        throw std::runtime_error("disk full");
      }
    };
    group.start(child());
    co_await clock.sleep_until(clock.now() + 1ms);
    group.stop();
    co_await group.join();
  };
  test::Root call(loop, root());
  clock.advance(1ms);
  EXPECT_EQ(call.failure(), "disk full");
}

// Asio's co_spawn alone lets the cancellation escape from the event loop here.
TEST_F(TaskGroups, AChildMayStopItsGroupBeforeItEverSuspends) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    auto child = [&group, this]() -> Task<void> {
      group.stop();
      ended.push_back("stopped");
      co_return;
    };
    group.start(work("sibling", 1h));
    group.start(child());
    co_await group.join();
  };
  test::Root call(loop, root());
  clock.drain();
  EXPECT_TRUE(call.ended_well());
  EXPECT_EQ(ended, std::vector<std::string>{"stopped"});
}

TEST_F(TaskGroups, AChildMayStopItsGroupAndFailBeforeItEverSuspends) {
  auto root = [this]() -> Task<void> {
    TaskGroup group(home());
    auto child = [&group]() -> Task<void> {
      group.stop();
      throw std::runtime_error("no port is free");
      co_return;
    };
    group.start(child());
    co_await group.join();
  };
  test::Root call(loop, root());
  clock.drain();
  EXPECT_EQ(call.failure(), "no port is free");
}

TEST_F(TaskGroups, AGroupThatWasNotJoinedAborts) {
  testing::GTEST_FLAG(death_test_style) = "threadsafe";
  auto forgetful = [this] {
    TaskGroup group(home());
    group.start(work("lost", 1h));
  };
  EXPECT_DEATH(forgetful(), "");
}

TEST(IsCancellation, KnowsItsTwoFormsAndNothingElse) {
  auto aborted = std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted));
  EXPECT_TRUE(is_cancellation(aborted));
  EXPECT_TRUE(is_cancellation(std::make_exception_ptr(asio::multiple_exceptions(aborted))));
  EXPECT_FALSE(is_cancellation(nullptr));
  EXPECT_FALSE(is_cancellation(std::make_exception_ptr(std::runtime_error("no"))));
  EXPECT_FALSE(is_cancellation(std::make_exception_ptr(boost::system::system_error(asio::error::eof))));
  EXPECT_FALSE(is_cancellation(
      std::make_exception_ptr(asio::multiple_exceptions(std::make_exception_ptr(std::runtime_error("no"))))));
}

}  // namespace
}  // namespace parley
