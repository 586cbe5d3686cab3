// SPDX-License-Identifier: Apache-2.0
// What keeps organizations apart, table by table as the catalogue lists them: a table that comes later is held to it
// too. The statements have no WHERE: the database alone separates.
#include <gtest/gtest.h>

#include <map>
#include <pqxx/pqxx>

#include "database/asked.hpp"

namespace parley {
namespace {

using namespace test;

const std::string kAlphaId = "00000000-0000-7000-8000-00000000000a";
const std::string kBetaId = "00000000-0000-7000-8000-00000000000b";

class IsolationOnPostgres : public ::testing::Test {
 protected:
  void SetUp() override { make_two_tenants(); }

  pqxx::result as(const std::string& url, const std::string& organization, const std::string& sql) {
    auto& connection = connections_[url];
    if (!connection) connection = std::make_unique<pqxx::connection>(url);
    pqxx::work work(*connection);
    work.exec_params("SELECT set_config('parley.organization', $1, true)", organization);
    auto rows = work.exec(sql);
    work.commit();
    return rows;
  }
  pqxx::result serving(const std::string& organization, const std::string& sql) {
    return as(room_.serving_url(), organization, sql);
  }
  pqxx::result above(const std::string& sql) { return as(room_.superuser_url(), "", sql); }

  std::vector<std::string> closed_tables() {
    std::vector<std::string> tables;
    for (const auto& row : above("SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                                 " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
                                 " AND a.attname = 'organization_id' AND NOT a.attisdropped ORDER BY 1")) {
      tables.emplace_back(row[0].c_str());
    }
    return tables;
  }
  // Some row, whatever the columns are; `organization` is an id or NULL.
  void add_row(const std::string& table, const std::string& organization, const std::string& seed) {
    std::string names = "organization_id";
    std::string values = organization;
    const std::string id = "'" + seed + "'::uuid";
    const std::map<std::string, std::string> by_type{{"uuid", id},
                                                     {"text", "'sip'"},
                                                     {"integer", "1"},
                                                     {"bigint", "1"},
                                                     {"boolean", "false"},
                                                     {"jsonb", "'{}'"},
                                                     {"text[]", "'{}'"},
                                                     {"timestamp with time zone", "now()"},
                                                     {"date", "current_date"},
                                                     {"double precision", "0.5"}};
    for (const auto& row :
         above("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '" + table +
               "'::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef"
               " AND attname <> 'organization_id'")) {
      names += std::string(", ") + row[0].c_str();
      const std::string column = row[0].c_str();
      // Unique beyond the organization, or in a key of its own; one of a few words.
      const std::map<std::string, std::string> by_name{{"dialled", "'" + seed + "'"}, {"severity", "'info'"}};
      const auto own = by_name.find(column);
      values += ", " + (own == by_name.end() ? by_type.at(row[1].c_str()) : own->second);
    }
    above("SET LOCAL session_replication_role = replica; INSERT INTO " + table + " (" + names + ") VALUES (" + values +
          ")");
  }
  void fill() {
    for (const auto& table : closed_tables()) {
      add_row(table, "'" + kAlphaId + "'", kAlphaId);
      add_row(table, "'" + kBetaId + "'", kBetaId);
    }
  }
  int count(const std::string& table, const std::string& organization) {
    return above("SELECT count(*) FROM " + table + " WHERE organization_id = '" + organization + "'")[0][0].as<int>();
  }

  PostgresRoom& room_ = PostgresRoom::shared();
  std::map<std::string, std::unique_ptr<pqxx::connection>> connections_;
};

TEST_F(IsolationOnPostgres, EveryTableOfAnOrganizationIsClosed) {
  const auto tables = closed_tables();
  EXPECT_GE(tables.size(), 14U);
  for (const auto& table : tables) {
    const auto row = above(
        "SELECT relrowsecurity, relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid "
        "= c.oid), relowner::regrole::text FROM pg_class c WHERE oid = '" +
        table + "'::regclass")[0];
    EXPECT_TRUE(row[0].as<bool>()) << table;
    EXPECT_TRUE(row[1].as<bool>()) << table;
    EXPECT_GE(row[2].as<int>(), 1) << table;
    EXPECT_STREQ(row[3].c_str(), "parley_owner") << table;
  }
}

// What has no organization_id is known by name: nothing of an organization may slip in.
TEST_F(IsolationOnPostgres, OnlyTheListOfTenantsAndOfMigrationsIsOpen) {
  std::vector<std::string> open;
  for (const auto& row : above("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                               " AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT relrowsecurity ORDER BY 1")) {
    open.emplace_back(row[0].c_str());
  }
  EXPECT_EQ(open, (std::vector<std::string>{"schema_migrations", "tenants"}));
}

TEST_F(IsolationOnPostgres, TheServingRoleOwnsNothingAndIsAboveNothing) {
  EXPECT_EQ(
      above("SELECT count(*) FROM pg_shdepend WHERE refobjid = 'parley'::regrole AND deptype = 'o'")[0][0].as<int>(),
      0);
  const auto role = above(
      "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb, pg_has_role('parley', "
      "'parley_owner', 'MEMBER') FROM pg_roles WHERE rolname = 'parley'")[0];
  EXPECT_FALSE(role[0].as<bool>());
  EXPECT_FALSE(role[1].as<bool>());
  for (const std::string sql :
       {"TRUNCATE calls", "CREATE TABLE mine (a int)", "ALTER TABLE calls DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON calls", "DELETE FROM schema_migrations"}) {
    EXPECT_THROW(serving("alpha", sql), pqxx::insufficient_privilege) << sql;
  }
}

TEST_F(IsolationOnPostgres, ASelectWithoutWhereShowsOwnRowsAlone) {
  fill();
  for (const auto& table : closed_tables()) {
    const auto sql = "SELECT count(*), count(*) FILTER (WHERE organization_id = '" + kAlphaId + "') FROM " + table;
    const auto own = serving("alpha", sql)[0];
    EXPECT_EQ(own[0].as<int>(), 1) << table;
    EXPECT_EQ(own[1].as<int>(), 1) << table;
    for (const std::string nobody : {"", "*", "gamma", "alpha' OR '1'='1", "%"}) {
      EXPECT_EQ(serving(nobody, sql)[0][0].as<int>(), 0) << table << " as " << nobody;
    }
    EXPECT_EQ(as(room_.owner_url(), "", sql)[0][0].as<int>(), 0) << table << " by its owner";
  }
}

TEST_F(IsolationOnPostgres, ChangesWithoutWhereReachOwnRowsAlone) {
  fill();
  for (const auto& table : closed_tables()) {
    if (table == "audit_log") continue;
    EXPECT_EQ(serving("alpha", "UPDATE " + table + " SET created_at = now()").affected_rows(), 1U) << table;
    EXPECT_THROW(serving("alpha", "UPDATE " + table + " SET organization_id = '" + kBetaId + "'"),
                 pqxx::insufficient_privilege)
        << table;
  }
  for (const auto& table : closed_tables()) {
    if (table == "audit_log") continue;
    EXPECT_EQ(serving("", "DELETE FROM " + table).affected_rows(), 0U) << table;
    EXPECT_EQ(serving("*", "DELETE FROM " + table).affected_rows(), 0U) << table;
    EXPECT_LE(serving("alpha", "DELETE FROM " + table).affected_rows(), 1U) << table;  // 0: went with its parent
    EXPECT_EQ(count(table, kAlphaId), 0) << table;
    EXPECT_EQ(count(table, kBetaId), 1) << table;
  }
}

TEST_F(IsolationOnPostgres, RowsOfTheInstallationAreTheInstallationsAlone) {
  fill();
  for (const std::string table : {"api_keys", "audit_log", "settings", "remembered_answers"}) {
    add_row(table, "NULL", "00000000-0000-7000-8000-00000000000c");
    EXPECT_EQ(serving("*", "SELECT count(*) FROM " + table)[0][0].as<int>(), 1) << table;
    EXPECT_EQ(serving("alpha", "SELECT count(*) FROM " + table)[0][0].as<int>(), 1) << table;
    EXPECT_EQ(serving("", "SELECT count(*) FROM " + table)[0][0].as<int>(), 0) << table;
  }
}

TEST_F(IsolationOnPostgres, TheAuditLogIsWrittenAndReadAndNothingElse) {
  serving("alpha", "INSERT INTO audit_log (id, organization_id, actor, request_id, action, object) VALUES ('" +
                       kAlphaId + "', '" + kAlphaId + "', 'test', '', 'a.b', 'c')");
  EXPECT_THROW(serving("alpha", "UPDATE audit_log SET actor = 'nobody'"), pqxx::insufficient_privilege);
  EXPECT_THROW(serving("alpha", "DELETE FROM audit_log"), pqxx::insufficient_privilege);
  EXPECT_EQ(as(room_.owner_url(), "alpha", "UPDATE audit_log SET actor = 'nobody'").affected_rows(), 0U);
  EXPECT_EQ(as(room_.owner_url(), "alpha", "DELETE FROM audit_log").affected_rows(), 0U);
  const auto kept = serving("alpha", "SELECT actor, tenant_key FROM audit_log");
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_STREQ(kept[0][0].c_str(), "test");
  EXPECT_STREQ(kept[0][1].c_str(), "alpha");
}

TEST_F(IsolationOnPostgres, AnOrganizationGoesWithAllThatItHasButItsAudit) {
  fill();
  serving("*", "DELETE FROM tenants WHERE key = 'alpha'");
  for (const auto& table : closed_tables()) {
    EXPECT_EQ(count(table, kAlphaId), 0) << table;
    EXPECT_EQ(count(table, kBetaId), 1) << table;
  }
  EXPECT_EQ(serving("*", "SELECT count(*) FROM audit_log")[0][0].as<int>(), 1);
}

TEST_F(IsolationOnPostgres, TheTenantIsLookedUpOnceAStatement) {
  fill();
  const auto plan = serving("alpha", "EXPLAIN SELECT * FROM patterns WHERE key = 'x'");
  std::string text;
  for (const auto& row : plan) text += std::string(row[0].c_str()) + "\n";
  EXPECT_NE(text.find("InitPlan"), std::string::npos) << text;
  EXPECT_EQ(text.find("SubPlan"), std::string::npos) << text;
}

}  // namespace
}  // namespace parley
