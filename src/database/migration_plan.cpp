// SPDX-License-Identifier: Apache-2.0
#include "parley/core/sha256.hpp"
#include "parley/database/migrations.hpp"

namespace parley {

MigrationPlan plan_migrations(std::span<const Migration> known, const std::vector<AppliedMigration>& applied) {
  MigrationPlan plan;
  auto refuse = [&](std::string why) {
    plan.refusal = std::move(why);
    return plan;
  };
  std::uint32_t expected = 1;
  for (const auto& one : known) {
    if (one.number != expected++) {
      return refuse("this binary lacks a migration before " + std::string(one.name) + "; build it again");
    }
  }
  expected = 1;
  for (const auto& one : applied) {
    if (one.number != expected) {
      return refuse("the database lacks migration " + std::to_string(expected) + " although it has " + one.name +
                    "; restore a backup whose table schema_migrations is whole");
    }
    if (one.number > known.size()) {
      return refuse("the schema (" + one.name + ") is newer than this binary, which knows " +
                    std::to_string(known.size()) + " migrations; run the newer parley");
    }
    const auto& ours = known[one.number - 1];
    if (one.checksum != sha256_hex(ours.sql)) {
      return refuse("migration " + std::string(ours.name) + " was changed after it had been applied as " + one.name +
                    "; run the binary that applied it, and put changes into a migration of their own");
    }
    ++expected;
  }
  plan.to_apply.assign(known.begin() + static_cast<std::ptrdiff_t>(applied.size()), known.end());
  return plan;
}

}  // namespace parley
