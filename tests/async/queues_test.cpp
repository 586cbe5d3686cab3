// SPDX-License-Identifier: Apache-2.0
#include "parley/async/queues.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class Queues : public testing::Test, protected test::OnLoop {
 protected:
  template <class Queue>
  Task<void> consume(Queue& queue) {
    while (auto item = co_await queue.pop()) got.push_back(*item);
    closed = true;
  }
  template <class Queue>
  Task<void> take_one(Queue& queue) {
    auto item = co_await queue.pop();
    if (item) got.push_back(*item);
  }
  Task<void> produce(Backlog<int>& queue, int first, int last) {
    for (int i = first; i <= last; ++i) {
      if (!co_await queue.push(i)) refused.push_back(i);
    }
  }

  std::vector<int> got;
  std::vector<int> refused;
  bool closed = false;
};

TEST_F(Queues, FreshestKeepsTheNewestAndCountsWhatItDropped) {
  Freshest<int> queue(home(), 3);
  for (int i = 0; i < 5; ++i) queue.push(i);
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue.dropped(), 2U);
  queue.close();
  test::Root consumer(loop, consume(queue));
  clock.drain();
  EXPECT_EQ(got, (std::vector<int>{2, 3, 4}));
  EXPECT_TRUE(closed);
}

TEST_F(Queues, FreshestWakesAWaitingConsumerForEachItem) {
  Freshest<int> queue(home(), 3);
  test::Root consumer(loop, consume(queue));
  clock.drain();
  for (int i = 0; i < 5; ++i) {
    queue.push(i);
    clock.drain();
  }
  EXPECT_EQ(got, (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_EQ(queue.dropped(), 0U);
  queue.close();
  clock.drain();
  EXPECT_TRUE(consumer.ended_well());
}

TEST_F(Queues, FreshestTakesNothingAfterItWasClosed) {
  Freshest<int> queue(home(), 3);
  queue.push(1);
  queue.close();
  queue.push(2);
  test::Root consumer(loop, consume(queue));
  clock.drain();
  EXPECT_EQ(got, std::vector<int>{1});
}

TEST_F(Queues, ACancelledConsumerThrowsAndTakesNothingWithIt) {
  Freshest<int> queue(home(), 3);
  test::Root consumer(loop, consume(queue));
  clock.drain();
  consumer.cancel();
  queue.push(1);  // both before the consumer runs again
  clock.drain();
  EXPECT_TRUE(consumer.ended_cancelled());
  EXPECT_EQ(queue.size(), 1U);
  test::Root next(loop, take_one(queue));
  clock.drain();
  EXPECT_EQ(got, std::vector<int>{1});
}

TEST_F(Queues, EveryWaitingConsumerGetsItsItem) {
  Freshest<int> queue(home(), 3);
  test::Root first(loop, take_one(queue));
  test::Root second(loop, take_one(queue));
  clock.drain();
  queue.push(1);
  clock.drain();
  EXPECT_EQ(first.ended() + second.ended(), 1);
  queue.push(2);
  clock.drain();
  EXPECT_EQ(got, (std::vector<int>{1, 2}));
}

TEST_F(Queues, BacklogRefusesWhenFull) {
  Backlog<int> queue(home(), 2);
  EXPECT_TRUE(queue.offer(1));
  EXPECT_TRUE(queue.offer(2));
  EXPECT_FALSE(queue.offer(3));
  test::Root consumer(loop, take_one(queue));
  clock.drain();
  EXPECT_TRUE(queue.offer(3));
  EXPECT_EQ(queue.size(), 2U);
}

TEST_F(Queues, BacklogMakesItsProducerWaitAndLosesNothing) {
  Backlog<int> queue(home(), 2);
  test::Root producer(loop, produce(queue, 1, 5));
  clock.drain();
  EXPECT_EQ(queue.size(), 2U);
  EXPECT_FALSE(producer.ended());
  test::Root consumer(loop, consume(queue));
  clock.drain();
  EXPECT_TRUE(producer.ended_well());
  EXPECT_EQ(got, (std::vector<int>{1, 2, 3, 4, 5}));
}

TEST_F(Queues, ClosingABacklogRefusesTheWaitingProducerAndDrainsTheRest) {
  Backlog<int> queue(home(), 2);
  test::Root producer(loop, produce(queue, 1, 3));
  clock.drain();
  queue.close();
  test::Root consumer(loop, consume(queue));
  clock.drain();
  EXPECT_TRUE(producer.ended_well());
  EXPECT_EQ(refused, std::vector<int>{3});
  EXPECT_EQ(got, (std::vector<int>{1, 2}));
  EXPECT_TRUE(closed);
  EXPECT_FALSE(queue.offer(4));
}

TEST_F(Queues, ACancelledProducerThrows) {
  Backlog<int> queue(home(), 1);
  test::Root producer(loop, produce(queue, 1, 2));
  clock.drain();
  producer.cancel();
  clock.drain();
  EXPECT_TRUE(producer.ended_cancelled());
  EXPECT_EQ(queue.size(), 1U);
}

TEST_F(Queues, CarryWhatCanOnlyBeMoved) {
  Backlog<std::unique_ptr<int>> queue(home(), 1);
  EXPECT_TRUE(queue.offer(std::make_unique<int>(7)));
  auto take = [&]() -> Task<void> {
    auto item = co_await queue.pop();
    got.push_back(**item);
  };
  test::Root consumer(loop, take());
  clock.drain();
  EXPECT_EQ(got, std::vector<int>{7});
}

}  // namespace
}  // namespace parley
