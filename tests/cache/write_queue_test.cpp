// SPDX-License-Identifier: Apache-2.0
#include "write_queue.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

CacheWrite of(std::string value) { return {CacheUse::reply, "demo", "key", std::move(value), 0}; }

TEST(WriteQueue, GivesInOrderAndWakesOnceForAll) {
  WriteQueue queue(3, 1000);
  EXPECT_EQ(queue.offer(of("one")), WriteQueue::Offer::first);
  EXPECT_EQ(queue.offer(of("two")), WriteQueue::Offer::waiting);
  EXPECT_EQ(queue.pop()->value, "one");
  EXPECT_EQ(queue.pop()->value, "two");
  EXPECT_FALSE(queue.pop().has_value());
  EXPECT_EQ(queue.offer(of("three")), WriteQueue::Offer::first);
}

TEST(WriteQueue, RefusesTheNewestWhenItIsFull) {
  WriteQueue queue(2, 1000);
  static_cast<void>(queue.offer(of("one")));
  static_cast<void>(queue.offer(of("two")));
  EXPECT_EQ(queue.offer(of("three")), WriteQueue::Offer::refused);
  EXPECT_EQ(queue.pop()->value, "one");
  EXPECT_EQ(queue.offer(of("four")), WriteQueue::Offer::waiting);
}

TEST(WriteQueue, CountsBytesToo) {
  WriteQueue queue(100, 100);
  EXPECT_EQ(queue.offer(of(std::string(93, 'x'))), WriteQueue::Offer::first);  // with "demo" and "key": all of it
  EXPECT_EQ(queue.offer(of("")), WriteQueue::Offer::refused);
  queue.pop();
  EXPECT_EQ(queue.offer(of(std::string(94, 'x'))), WriteQueue::Offer::refused);
  EXPECT_EQ(queue.offer(of(std::string(93, 'x'))), WriteQueue::Offer::first);
}

}  // namespace
}  // namespace parley
