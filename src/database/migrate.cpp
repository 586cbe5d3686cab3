// SPDX-License-Identifier: Apache-2.0
#include <pqxx/pqxx>

#include "migration_sql.hpp"
#include "parley/core/sha256.hpp"
#include "parley/database/database.hpp"
#include "parley/database/migrations.hpp"
#include "sql_fault.hpp"
#include "timed_connection.hpp"

namespace parley {
namespace {

constexpr auto kConnecting = 10s;

std::vector<AppliedMigration> applied_migrations(pqxx::transaction_base& transaction) {
  std::vector<AppliedMigration> applied;
  if (transaction.exec("SELECT to_regclass('schema_migrations')")[0][0].is_null()) return applied;
  for (const auto& row : transaction.exec("SELECT number, name, checksum FROM schema_migrations ORDER BY number")) {
    applied.push_back({row[0].as<std::uint32_t>(), row[1].c_str(), row[2].c_str()});
  }
  return applied;
}

void apply(TimedConnection& connection, const Migration& migration) {
  pqxx::work step(connection);
  step.exec(std::string(migration.sql));
  step.exec_params("INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)", migration.number,
                   std::string(migration.name), sha256_hex(migration.sql));
  step.commit();
}

// A role that owns the tables or is above row-level security would see every organization's rows.
std::optional<Error> unfit(pqxx::transaction_base& transaction, const std::string& role) {
  const auto rows = transaction.exec_params(std::string(kServingRole), role);
  if (rows.empty() || !rows[0][0].as<bool>()) return std::nullopt;
  return Error{Fault::invalid_input, "the role " + role +
                                         " may not serve: it owns the schema, or it is above row-level security; name "
                                         "a plain role in PARLEY_DATABASE_URL"};
}

std::optional<Error> grant(TimedConnection& connection, const std::string& role) {
  pqxx::work granting(connection);
  granting.exec_params("SELECT set_config('parley.serving_role', $1, true)", role);
  try {
    granting.exec(std::string(kMakeServingRole));
  } catch (const pqxx::insufficient_privilege&) {
    return Error{Fault::unavailable, "the role " + role +
                                         " that serves is missing and may not be made by this one; as a superuser: "
                                         "CREATE ROLE \"" +
                                         role + "\" LOGIN; then run parley migrate again"};
  }
  if (auto no = unfit(granting, role)) return no;
  granting.exec(std::string(kGrants));
  granting.commit();
  return std::nullopt;
}

Result<MigrationReport> migrate_on(TimedConnection& connection, const std::string& role, bool dry_run) {
  MigrationReport report;
  std::vector<AppliedMigration> applied;
  {
    pqxx::nontransaction looking(connection);
    looking.exec(std::string(kPatience));
    // Of the session: gone with the connection, whatever happens.
    looking.exec("SELECT pg_advisory_lock(20250411, 1)");
    if (auto no = unfit(looking, role)) return *no;
    if (!dry_run) looking.exec(std::string(kMigrationsTable));
    applied = applied_migrations(looking);
  }
  const auto plan = plan_migrations(migrations(), applied);
  if (!plan.refusal.empty()) return Error{Fault::conflict, plan.refusal};
  for (const auto& step : plan.to_apply) {
    if (!dry_run) {
      try {
        apply(connection, step);
      } catch (const pqxx::sql_error& error) {
        auto fault = fault_of(error);
        fault.message = "migration " + std::string(step.name) + " was not applied: " + fault.message;
        return fault;
      }
    }
    report.applied.emplace_back(step.name);
  }
  report.version = static_cast<std::uint32_t>(dry_run ? applied.size() : migrations().size());
  if (!dry_run) {
    if (auto failed = grant(connection, role)) return *failed;
  }
  return report;
}

}  // namespace

Result<MigrationReport> migrate(const std::string& owner_url, const std::string& serving_role, bool dry_run) {
  if (const auto wrong = check_database_url(owner_url)) return Error{Fault::invalid_input, *wrong};
  const auto clock = create_system_clock();
  try {
    TimedConnection connection(*clock, {owner_url, clock->now() + kConnecting});
    return migrate_on(connection, serving_role, dry_run);
  } catch (const std::exception& error) {
    return fault_of(error);
  }
}

Result<std::uint32_t> schema_version(const std::string& url, unsigned seconds) {
  if (const auto wrong = check_database_url(url)) return Error{Fault::invalid_input, *wrong};
  const auto clock = create_system_clock();
  const std::chrono::milliseconds patience = std::chrono::seconds{seconds};
  const auto deadline = clock->now() + patience;
  try {
    TimedConnection connection(*clock, {url, deadline, patience});
    pqxx::nontransaction looking(connection);
    const auto applied = applied_migrations(looking);
    const auto plan = plan_migrations(migrations(), applied);
    if (!plan.refusal.empty()) return Error{Fault::conflict, plan.refusal};
    return static_cast<std::uint32_t>(applied.size());
  } catch (const std::exception& error) {
    return fault_of(error);
  }
}

}  // namespace parley
