// SPDX-License-Identifier: Apache-2.0
#include "slot_table.hpp"

#include <gtest/gtest.h>

namespace parley::sip {
namespace {

TEST(SlotTable, NeverFindsANewValueByAnOldId) {
  SlotTable<std::string> table;
  const auto first = table.add("one");
  const auto second = table.add("two");
  table.remove(first);
  table.remove(first);
  const auto third = table.add("three");
  EXPECT_EQ(third.slot, first.slot);
  EXPECT_EQ(table.find(first), nullptr);
  EXPECT_EQ(*table.find(third), "three");
  EXPECT_EQ(*table.find(second), "two");
  EXPECT_EQ(table.find({99, 1}), nullptr);
  EXPECT_EQ(table.size(), 2U);
  EXPECT_EQ(table.ids(), (std::vector<SipSessionId>{third, second}));
}

}  // namespace
}  // namespace parley::sip
