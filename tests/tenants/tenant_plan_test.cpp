// SPDX-License-Identifier: Apache-2.0
#include "tenant_plan.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(TenantPlan, WhatIsNewOrOfAnotherVersionIsLoadedAndWhatIsGoneGoes) {
  const KnownVersions known{{{"a"}, 1}, {{"b"}, 7}, {{"c"}, 3}, {{"d"}, 4}};
  const auto changes = changes_since(known, {{{"a"}, 1}, {{"b"}, 8}, {{"d"}, 2}, {{"e"}, 1}});
  EXPECT_EQ(changes.to_load, (std::vector<OrganizationKey>{{"b"}, {"d"}, {"e"}}));  // d: restored from a backup
  EXPECT_EQ(changes.gone, (std::vector<OrganizationKey>{{"c"}}));
  EXPECT_FALSE(changes.none());
}

TEST(TenantPlan, NothingChangedIsNothingToDo) {
  EXPECT_TRUE(changes_since({{{"a"}, 1}}, {{{"a"}, 1}}).none());
  EXPECT_TRUE(changes_since({}, {}).none());
}

}  // namespace
}  // namespace parley
