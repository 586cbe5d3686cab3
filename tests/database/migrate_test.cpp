// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "parley/database/migrations.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using test::PostgresRoom;

TEST(MigrateOnPostgres, AppliesEveryStepOnceAndThenNothing) {
  auto& room = PostgresRoom::shared();
  const auto url = room.owner_url(room.empty_database());
  const auto first = migrate(url, "parley", false);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->applied.size(), migrations().size());
  EXPECT_EQ(first->version, migrations().size());
  const auto second = migrate(url, "parley", false);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_TRUE(second->applied.empty());
  EXPECT_EQ(second->version, migrations().size());
}

}  // namespace
}  // namespace parley
