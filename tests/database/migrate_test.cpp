// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <future>
#include <pqxx/pqxx>

#include "parley/database/migrations.hpp"
#include "support/postgres_room.hpp"

namespace parley {
namespace {

using test::PostgresRoom;

class MigrateOnPostgres : public ::testing::Test {
 protected:
  int count(const std::string& url, const std::string& sql) {
    pqxx::connection connection(url);
    pqxx::nontransaction looking(connection);
    return looking.exec(sql)[0][0].as<int>();
  }

  PostgresRoom& room_ = PostgresRoom::shared();
  const std::string name_ = room_.empty_database();
  const std::string url_ = room_.owner_url(name_);
  const std::size_t all_ = migrations().size();
};

TEST_F(MigrateOnPostgres, AppliesEveryStepOnceAndThenNothing) {
  const auto first = migrate(url_, "parley", false);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->applied.size(), all_);
  EXPECT_EQ(first->version, all_);
  const auto second = migrate(url_, "parley", false);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_TRUE(second->applied.empty());
  EXPECT_EQ(second->version, all_);
  const auto seen = schema_version(room_.serving_url(name_), 5);
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(*seen, all_);
}

TEST_F(MigrateOnPostgres, SaysWhatItWouldDoAndLeavesNothingBehind) {
  const auto would = migrate(url_, "parley", true);
  ASSERT_TRUE(would) << would.error().message;
  EXPECT_EQ(would->applied.size(), all_);
  EXPECT_EQ(would->applied.front(), "0001_base");
  EXPECT_EQ(would->version, 0U);
  EXPECT_EQ(count(url_, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), 0);
  EXPECT_EQ(*schema_version(url_, 5), 0U);
}

TEST_F(MigrateOnPostgres, TwoRunnersAtOnceApplyEachStepOnce) {
  auto run = [this] { return migrate(url_, "parley", false); };
  std::vector<std::future<Result<MigrationReport>>> runners;
  for (int i = 0; i < 3; ++i) runners.push_back(std::async(std::launch::async, run));
  std::size_t applied = 0;
  for (auto& runner : runners) {
    const auto report = runner.get();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->version, all_);
    applied += report->applied.size();
  }
  EXPECT_EQ(applied, all_);
}

TEST_F(MigrateOnPostgres, RefusesANewerSchemaAndAChangedStep) {
  ASSERT_TRUE(migrate(url_, "parley", false));
  room_.run_sql(url_, "INSERT INTO schema_migrations (number, name, checksum) VALUES (9999, '9999_later', '')");
  for (const bool dry_run : {true, false}) {
    const auto newer = migrate(url_, "parley", dry_run);
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().fault, Fault::conflict);
  }
  EXPECT_FALSE(schema_version(url_, 5));
  room_.run_sql(url_, "DELETE FROM schema_migrations WHERE number = 9999");
  room_.run_sql(url_, "UPDATE schema_migrations SET checksum = 'other' WHERE number = 2");
  const auto changed = migrate(url_, "parley", false);
  ASSERT_FALSE(changed);
  EXPECT_NE(changed.error().message.find("0002_organizations was changed"), std::string::npos)
      << changed.error().message;
}

TEST_F(MigrateOnPostgres, AStepThatFailsLeavesNothingOfItself) {
  room_.run_sql(url_, "CREATE TABLE trunks (a int)");
  const auto failed = migrate(url_, "parley", false);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find("migration 0002_organizations was not applied"), std::string::npos)
      << failed.error().message;
  EXPECT_EQ(count(url_, "SELECT count(*) FROM schema_migrations"), 1);
  EXPECT_EQ(count(url_, "SELECT count(*) FROM pg_class WHERE relname = 'phone_numbers'"), 0);
  room_.run_sql(url_, "DROP TABLE trunks");
  const auto rest = migrate(url_, "parley", false);
  ASSERT_TRUE(rest) << rest.error().message;
  EXPECT_EQ(rest->applied.size(), all_ - 1);
}

TEST_F(MigrateOnPostgres, MakesTheServingRoleWhereItMay) {
  const auto refused = migrate(url_, "new \"role", false);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("CREATE ROLE"), std::string::npos) << refused.error().message;
  room_.run_sql(room_.superuser_url(), "ALTER ROLE parley_owner CREATEROLE");
  const auto made = migrate(url_, "new \"role", false);
  room_.run_sql(room_.superuser_url(), "ALTER ROLE parley_owner NOCREATEROLE");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(count(room_.superuser_url(name_),
                  "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = 'new \"role'"
                  " AND table_name = 'audit_log'"),
            2);
}

TEST_F(MigrateOnPostgres, RefusesARoleThatWouldSeeEverything) {
  for (const std::string role : {"parley_owner", "postgres"}) {
    const auto refused = migrate(url_, role, false);
    ASSERT_FALSE(refused) << role;
    EXPECT_EQ(refused.error().fault, Fault::invalid_input);
    EXPECT_NE(refused.error().message.find("may not serve"), std::string::npos) << refused.error().message;
  }
  EXPECT_EQ(*schema_version(url_, 5), 0U);
}

TEST_F(MigrateOnPostgres, TakesBackRightsThatThisReleaseDoesNotGive) {
  ASSERT_TRUE(migrate(url_, "parley", false));
  room_.run_sql(url_, "GRANT ALL ON audit_log, schema_migrations TO parley");
  ASSERT_TRUE(migrate(url_, "parley", false));
  EXPECT_EQ(count(url_,
                  "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = 'parley'"
                  " AND table_name IN ('audit_log', 'schema_migrations')"),
            3);
}

TEST_F(MigrateOnPostgres, SaysWhatIsWrongWithTheUrl) {
  EXPECT_EQ(migrate("", "parley", false).error().fault, Fault::invalid_input);
  const auto nowhere = migrate("postgresql://a:s3cr3t@/b?host=/nonexistent", "parley", false);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().fault, Fault::unavailable);
  EXPECT_EQ(nowhere.error().message.find("s3cr3t"), std::string::npos) << nowhere.error().message;
}

}  // namespace
}  // namespace parley
