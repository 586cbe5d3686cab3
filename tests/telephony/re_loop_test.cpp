// SPDX-License-Identifier: Apache-2.0
#include "re_loop.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley::sip {
namespace {

// Arms a timer when woken, and stops when that fires.
class Counting final : public ReLoop::Listener {
 public:
  explicit Counting(ReLoop& loop) : loop_(loop) {}
  void on_wake() noexcept override {
    ++woken;
    loop_.arm(Instant{});  // long due
  }
  void on_timer() noexcept override {
    ++timed;
    loop_.stop();
  }

  int woken = 0;
  int timed = 0;

 private:
  ReLoop& loop_;
};

TEST(ReLoop, IsWokenOnceForManyCallsAndTimesOnTheSteadyClock) {
  ReLoop loop;
  Counting counting(loop);
  for (int call = 0; call < 100; ++call) loop.wake();
  std::thread thread([&] {
    ASSERT_TRUE(loop.attach(counting));
    loop.run();
    loop.detach();
  });
  thread.join();
  EXPECT_EQ(counting.woken, 1);
  EXPECT_EQ(counting.timed, 1);
}

}  // namespace
}  // namespace parley::sip
