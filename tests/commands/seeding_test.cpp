// SPDX-License-Identifier: Apache-2.0
#include "seeding.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

TEST(Seeding, WhatIsInTheDatabaseWinsUnlessItIsToBeReplaced) {
  Organization file;
  file.key.value = "a";
  file.numbers = {"1", "2"};
  auto same = file;
  same.numbers = {"2", "1"};
  auto other = file;
  other.greeting = "Edited by hand.";
  EXPECT_EQ(decide_seed(file, std::nullopt, false), Seeded::created);
  EXPECT_EQ(decide_seed(file, std::nullopt, true), Seeded::created);
  EXPECT_EQ(decide_seed(file, same, false), Seeded::same);
  EXPECT_EQ(decide_seed(file, same, true), Seeded::same);
  EXPECT_EQ(decide_seed(file, other, false), Seeded::kept);
  EXPECT_EQ(decide_seed(file, other, true), Seeded::replaced);
}

}  // namespace
}  // namespace parley::commands
