// SPDX-License-Identifier: Apache-2.0
#include "command_queue.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley::sip {
namespace {

Command command(std::uint32_t slot) { return {{slot, 1}, RingAsked{}}; }

TEST(CommandQueue, AsksForOneWakeUpAndRefusesWhenFull) {
  CommandQueue queue(2);
  EXPECT_EQ(queue.push(command(1)), CommandQueue::Pushed::first);
  EXPECT_EQ(queue.push(command(2)), CommandQueue::Pushed::joined);
  EXPECT_EQ(queue.push(command(3)), CommandQueue::Pushed::full);
  const auto taken = queue.take();
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_EQ(taken[0].session.slot, 1U);
  EXPECT_EQ(taken[1].session.slot, 2U);
  EXPECT_EQ(queue.push(command(4)), CommandQueue::Pushed::first);
}

TEST(CommandQueue, LosesNothingBetweenThreads) {
  constexpr std::size_t kEach = 2000;
  CommandQueue queue(4 * kEach);
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&queue] {
      for (std::size_t time = 0; time < kEach; ++time) std::ignore = queue.push(command(0));
    });
  }
  std::size_t taken = 0;
  while (taken < 4 * kEach) taken += queue.take().size();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 4 * kEach);
}

}  // namespace
}  // namespace parley::sip
