// SPDX-License-Identifier: Apache-2.0
#include "parley/async/event_loops.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>

namespace parley {
namespace {

template <class Work>
auto on(EventLoop& loop, Work work) {
  std::packaged_task<std::invoke_result_t<Work>()> task(std::move(work));
  auto result = task.get_future();
  asio::post(loop.executor(), std::move(task));
  return result.get();
}

TEST(EventLoops, EachHasOneThreadOfItsOwn) {
  EventLoop first("loop-a", Scheduling::normal);
  EventLoop second("loop-b", Scheduling::normal);
  const auto id = [] { return std::this_thread::get_id(); };
  const auto of_first = on(first, id);
  EXPECT_EQ(of_first, on(first, id));
  EXPECT_NE(of_first, on(second, id));
  EXPECT_NE(of_first, std::this_thread::get_id());
}

TEST(EventLoops, TheThreadCarriesTheName) {
  EventLoop loop("a-name-that-is-too-long", Scheduling::normal);
  const auto name = on(loop, [] {
    std::array<char, 32> text{};
    pthread_getname_np(pthread_self(), text.data(), text.size());
    return std::string(text.data());
  });
  EXPECT_EQ(name, "a-name-that-is-");
}

TEST(EventLoops, SayTruthfullyWhetherTheyGotRealTimeScheduling) {
  EventLoop loop("loop", Scheduling::real_time);
  const int policy = on(loop, [] { return sched_getscheduler(0); });
  EXPECT_EQ(loop.scheduled_as_asked(), policy == SCHED_FIFO);
  EventLoop modest("loop", Scheduling::normal);
  EXPECT_TRUE(modest.scheduled_as_asked());
  EXPECT_EQ(on(modest, [] { return sched_getscheduler(0); }), SCHED_OTHER);
}

TEST(EventLoops, AfterJoinNothingRunsAnyMoreAndWhatItsUsersOwnMayGo) {
  int ran = 0;
  EventLoop loop("loop", Scheduling::normal);
  on(loop, [&ran] { return ++ran; });
  loop.join();
  asio::post(loop.executor(), [&ran] { ++ran; });
  loop.join();  // twice is harmless
  EXPECT_EQ(ran, 1);
}

TEST(EventLoops, LeavingScopeEndsTheThreadThoughWorkIsWaiting) {
  bool fired = false;
  {
    EventLoop loop("loop", Scheduling::normal);
    on(loop, [&] {
      // The handler owns its timer, so both live exactly as long as the loop.
      auto timer = std::make_shared<asio::steady_timer>(loop.executor(), asio::steady_timer::time_point::max());
      timer->async_wait([&fired, timer](boost::system::error_code) { fired = true; });
      return 0;
    });
  }
  EXPECT_FALSE(fired);
}

}  // namespace
}  // namespace parley
