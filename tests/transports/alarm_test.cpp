// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "parley/transports/slot_wheel.hpp"

namespace parley {
namespace {

using namespace std::chrono_literals;

struct Bell final : Alarm::Listener {
  int rings = 0;
  void on_alarm() noexcept override { ++rings; }
};

struct Tower {
  asio::io_context loop;
  std::unique_ptr<Clock> clock = create_system_clock();
  std::unique_ptr<Alarm> alarm = create_alarm(loop.get_executor());
  Bell bell;
};

TEST(Alarm, RingsOnceAtItsTimeAndNotBefore) {
  Tower tower;
  const Instant due = tower.clock->now() + 5ms;
  tower.alarm->set(due, tower.bell);
  tower.loop.run();
  EXPECT_EQ(tower.bell.rings, 1);
  EXPECT_GE(tower.clock->now(), due);
}

TEST(Alarm, ANewTimeReplacesTheOldOne) {
  Tower tower;
  tower.alarm->set(tower.clock->now() + 1h, tower.bell);
  tower.alarm->set(tower.clock->now() + 1ms, tower.bell);
  tower.loop.run();
  EXPECT_EQ(tower.bell.rings, 1);
}

TEST(Alarm, IsSilentAfterCancelEvenWhenItsTimeHasCome) {
  Tower tower;
  tower.alarm->set(tower.clock->now() - 1s, tower.bell);
  tower.alarm->cancel();
  tower.loop.run();
  EXPECT_EQ(tower.bell.rings, 0);
}

TEST(Alarm, MayEndBeforeItRings) {
  Tower tower;
  tower.alarm->set(tower.clock->now() - 1s, tower.bell);
  tower.alarm.reset();
  tower.loop.run();
  EXPECT_EQ(tower.bell.rings, 0);
}

TEST(Alarm, MayOutliveWhatItWaitedFor) {
  auto tower = std::make_unique<Tower>();
  tower->alarm->set(tower->clock->now() + 1h, tower->bell);
  tower.reset();  // the loop ends with the wait under way
}

}  // namespace
}  // namespace parley
