// SPDX-License-Identifier: Apache-2.0
// The schema of the database, step by step: numbered SQL files that are embedded in the binary.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/result.hpp"

namespace parley {

struct Migration {
  std::uint32_t number = 0;  // 1, 2, 3 … without gaps
  std::string_view name;     // "0001_tenants"
  std::string_view sql;
};
// Of this binary, in order (migrations/NNNN_name.sql).
std::span<const Migration> migrations();

struct AppliedMigration {
  std::uint32_t number = 0;
  std::string name;
  std::string checksum;  // SHA-256 of its SQL, hexadecimal

  friend bool operator==(const AppliedMigration&, const AppliedMigration&) = default;
};

struct MigrationPlan {
  std::vector<Migration> to_apply;
  std::string refusal;  // not empty: nothing may be applied, and why, with what to do about it
};
// Pure. Refuses a schema newer than the binary, a gap, and a file that was changed after it was applied.
MigrationPlan plan_migrations(std::span<const Migration> known, const std::vector<AppliedMigration>& applied);

struct MigrationReport {
  std::vector<std::string> applied;  // names; with dry_run those that would be
  std::uint32_t version = 0;         // of the schema afterwards
};
// Connects as the owner. One transaction each, under an advisory lock: two that run at once apply each step once.
// `serving_role` gets the rights that serving needs; it is made when missing and we may, else the error says what to
// do.
Result<MigrationReport> migrate(const std::string& owner_url, const std::string& serving_role, bool dry_run);
// For readiness: whether the schema behind `url` is the one that this binary knows. Blocks at most `seconds`.
Result<std::uint32_t> schema_version(const std::string& url, unsigned seconds);

}  // namespace parley
