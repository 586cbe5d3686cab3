// SPDX-License-Identifier: Apache-2.0
// A database of the room and questions to it, awaited on a loop of the test's own.
#pragma once

#include <chrono>
#include <concepts>
#include <memory>
#include <string>
#include <utility>

#include "parley/async/clock.hpp"
#include "parley/database/database.hpp"
#include "support/loop_thread.hpp"
#include "support/plain_meters.hpp"
#include "support/postgres_room.hpp"

namespace parley::test {

inline const OrganizationKey kNobody{};
inline const OrganizationKey kAlpha{"alpha"};
inline const OrganizationKey kBeta{"beta"};
inline const OrganizationKey kInstallation{"*"};

// The tenants alpha and beta, and nothing else in the room.
inline void make_two_tenants() {
  auto& room = PostgresRoom::shared();
  room.clear();
  room.run_sql(room.serving_url(),
               "INSERT INTO tenants (id, key) VALUES ('00000000-0000-7000-8000-00000000000a', 'alpha'),"
               " ('00000000-0000-7000-8000-00000000000b', 'beta')");
}

struct AskedDatabase {
  explicit AskedDatabase(std::size_t connections = 1, std::chrono::milliseconds deadline = std::chrono::seconds{10},
                         std::size_t waiting = 256)
      : database(
            Database::create({PostgresRoom::shared().serving_url(), connections, waiting, deadline}, Log(), meters)) {}

  template <std::invocable<DatabaseSession&> Work>
  auto read(const OrganizationKey& organization, Work work) {
    return loop.run(database->read(organization, std::move(work)));
  }
  template <std::invocable<DatabaseSession&> Work>
  auto transact(const OrganizationKey& organization, Work work) {
    return loop.run(database->transact(organization, std::move(work)));
  }
  Result<Rows> read(const OrganizationKey& organization, Sql statement, std::vector<SqlValue> values = {}) {
    return read(organization, [statement, values = std::move(values)](DatabaseSession& session) {
      return session.execute(statement, values);
    });
  }
  Result<Rows> transact(const OrganizationKey& organization, Sql statement, std::vector<SqlValue> values = {}) {
    return transact(organization, [statement, values = std::move(values)](DatabaseSession& session) {
      return session.execute(statement, values);
    });
  }
  // As the session sees it; "-" when nobody's.
  std::string tenant(const OrganizationKey& organization) {
    const auto rows = read(organization, "SELECT coalesce((SELECT key FROM tenants WHERE id = parley_tenant()), '-')");
    return rows ? rows->text(0, 0) : rows.error().message;
  }

  PlainMeters meters;
  LoopThread loop;
  std::unique_ptr<Database> database;
  std::unique_ptr<Clock> clock = create_system_clock();
};

}  // namespace parley::test
