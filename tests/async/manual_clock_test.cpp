// SPDX-License-Identifier: Apache-2.0
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class ManualClocks : public testing::Test, protected test::OnLoop {
 protected:
  Task<void> note_at(std::chrono::milliseconds when) {
    co_await clock.sleep_until(Instant{} + when);
    woken.push_back(elapsed());
  }

  std::vector<std::chrono::milliseconds> woken;
};

TEST_F(ManualClocks, WakesSleepersInTheOrderOfTheirDeadlinesAtTheirOwnTime) {
  test::Root late(loop, note_at(30ms));
  test::Root early(loop, note_at(10ms));
  test::Root never(loop, note_at(41ms));
  clock.advance(40ms);
  EXPECT_EQ(woken, (std::vector{10ms, 30ms}));
  EXPECT_EQ(elapsed(), 40ms);
  EXPECT_FALSE(never.ended());
  clock.advance(1ms);
  EXPECT_TRUE(never.ended_well());
}

TEST_F(ManualClocks, ASleeperThatSleepsAgainIsWokenWithinTheSameAdvance) {
  auto ticking = [this]() -> Task<void> {
    for (int i = 0; i < 3; ++i) {
      co_await clock.sleep_until(clock.now() + 20ms);
      woken.push_back(elapsed());
    }
  };
  test::Root root(loop, ticking());
  clock.advance(60ms);
  EXPECT_EQ(woken, (std::vector{20ms, 40ms, 60ms}));
}

TEST_F(ManualClocks, ADeadlineInThePastDoesNotSleep) {
  clock.advance(10ms);
  test::Root root(loop, note_at(10ms));
  clock.drain();
  EXPECT_TRUE(root.ended_well());
}

TEST_F(ManualClocks, ACancelledSleeperThrowsAndIsForgotten) {
  test::Root root(loop, note_at(10ms));
  clock.drain();
  root.cancel();
  clock.drain();
  EXPECT_TRUE(root.ended_cancelled());
  clock.advance(20ms);
  EXPECT_TRUE(woken.empty());
}

TEST_F(ManualClocks, ASleeperThatIsCancelledAtItsOwnDeadlineIsForgotten) {
  std::optional<test::Root> second;
  auto cancels_the_other = [&, this]() -> Task<void> {
    co_await clock.sleep_until(Instant{} + 10ms);
    second->cancel();
  };
  test::Root first(loop, cancels_the_other());
  second.emplace(loop, note_at(10ms));
  clock.advance(10ms);
  EXPECT_TRUE(second->ended_cancelled());
  clock.advance(10ms);
  EXPECT_TRUE(woken.empty());
}

TEST_F(ManualClocks, WallTimeMovesWithIt) {
  const auto before = clock.wall_now();
  clock.advance(1500ms);
  EXPECT_EQ(clock.wall_now() - before, 1500ms);
}

}  // namespace
}  // namespace parley
