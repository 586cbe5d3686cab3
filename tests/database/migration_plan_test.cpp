// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>

#include "parley/core/sha256.hpp"
#include "parley/database/migrations.hpp"

namespace parley {
namespace {

constexpr std::array<Migration, 3> kKnown{{{1, "0001_a", "SELECT 1"}, {2, "0002_b", "SELECT 2"}, {3, "0003_c", "x"}}};

AppliedMigration as_applied(std::size_t index) {
  const auto& one = kKnown.at(index);
  return {one.number, std::string(one.name), sha256_hex(one.sql)};
}

TEST(MigrationPlan, AppliesWhatIsMissingInOrder) {
  for (std::size_t have = 0; have <= kKnown.size(); ++have) {
    std::vector<AppliedMigration> applied;
    for (std::size_t i = 0; i < have; ++i) applied.push_back(as_applied(i));
    const auto plan = plan_migrations(kKnown, applied);
    EXPECT_EQ(plan.refusal, "");
    ASSERT_EQ(plan.to_apply.size(), kKnown.size() - have);
    for (std::size_t i = 0; i < plan.to_apply.size(); ++i) EXPECT_EQ(plan.to_apply[i].number, have + i + 1);
  }
}

TEST(MigrationPlan, RefusesWhatItDoesNotUnderstand) {
  struct Case {
    std::vector<AppliedMigration> applied;
    std::string says;
  };
  const std::vector<Case> cases{
      {{as_applied(0), as_applied(1), as_applied(2), {4, "0004_d", "abc"}}, "(0004_d) is newer than this binary"},
      {{as_applied(0), as_applied(2)}, "lacks migration 2 although it has 0003_c"},
      {{as_applied(1)}, "lacks migration 1"},
      {{as_applied(0), {2, "0002_b", sha256_hex("SELECT 3")}}, "0002_b was changed after it had been applied"},
  };
  for (const auto& one : cases) {
    const auto plan = plan_migrations(kKnown, one.applied);
    EXPECT_NE(plan.refusal.find(one.says), std::string::npos) << plan.refusal;
    EXPECT_TRUE(plan.to_apply.empty());
  }
}

TEST(MigrationPlan, RefusesAGapInTheBinary) {
  const std::array<Migration, 2> known{{{1, "0001_a", ""}, {3, "0003_c", ""}}};
  EXPECT_NE(plan_migrations(known, {}).refusal.find("lacks a migration before 0003_c"), std::string::npos);
}

TEST(MigrationPlan, TheBinaryHoldsTheFilesOfTheTree) {
  const auto known = migrations();
  ASSERT_GE(known.size(), 4U);
  EXPECT_EQ(known[0].name, "0001_base");
  EXPECT_EQ(plan_migrations(known, {}).refusal, "");
  for (const auto& one : known) EXPECT_NE(one.sql.find("CREATE"), std::string_view::npos) << one.name;
}

}  // namespace
}  // namespace parley
