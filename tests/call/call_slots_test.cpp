// SPDX-License-Identifier: Apache-2.0
#include "parley/call/call_slots.hpp"

#include <gtest/gtest.h>

#include <utility>

using namespace parley;

namespace {

TEST(CallSlots, RefuseBeyondTheLimitAndTakeAgainAfterwards) {
  CallSlots slots(2);
  auto first = slots.take({"a"}, 10);
  auto second = slots.take({"b"}, 10);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(slots.full());
  EXPECT_FALSE(slots.take({"c"}, 10));
  first.reset();
  EXPECT_FALSE(slots.full());
  EXPECT_TRUE(slots.take({"c"}, 10));
}

TEST(CallSlots, OneOrganizationCannotTakeTheRoomOfAnother) {
  CallSlots slots(10);
  auto first = slots.take({"busy"}, 1);
  ASSERT_TRUE(first);
  EXPECT_FALSE(slots.take({"busy"}, 1));
  EXPECT_TRUE(slots.take({"other"}, 1));
}

TEST(CallSlots, ATicketThatMovesIsGivenBackOnce) {
  CallSlots slots(2);
  {
    auto first = slots.take({"a"}, 2);
    CallTicket moved = std::move(*first);
    EXPECT_EQ(slots.taken(), 1U);
    auto second = slots.take({"a"}, 2);
    moved = std::move(*second);
    EXPECT_EQ(slots.taken(), 1U) << "the slot that was held before went back";
  }
  EXPECT_EQ(slots.taken(), 0U);
}

}  // namespace
