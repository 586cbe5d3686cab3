// SPDX-License-Identifier: Apache-2.0
// What every statement about organizations shares. All of it runs within a transaction that has entered the
// organization, on a thread that may block.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/database/database.hpp"
#include "parley/store/change_note.hpp"
#include "parley/store/organization_store.hpp"
#include "row_ids.hpp"

namespace parley {

struct TenantRow {
  std::string id;
  OrganizationKey key;
  std::int64_t version = 0;  // after the change, when one is being made
};

// not_found when there is no such organization.
Result<TenantRow> find_tenant(DatabaseSession& session, const OrganizationKey& key);

// One write: what it says in, whose rows it changes, who wants it.
struct OrganizationWrite {
  DatabaseSession& session;
  RowIds& ids;
  const ChangeNote& note;
  TenantRow tenant;
};

// The first statement of every write: raises the tenant's version, and by that lets one writer in at a time. conflict
// when `expected` is given and is not the version.
Result<TenantRow> change_tenant(DatabaseSession& session, const OrganizationKey& key,
                                std::optional<std::int64_t> expected = std::nullopt);

// `before` and `after` are JSON; empty: nothing was there.
Result<void> write_audit(OrganizationWrite& write, std::string_view action, std::string object,
                         const std::string& before, const std::string& after);
Result<std::vector<AuditEntry>> read_audit(DatabaseSession& session, const OrganizationKey& key, std::size_t limit,
                                           const std::string& after_id);

Error stale();  // conflict: somebody else changed it since it was read
SqlValue json_or_null(std::string json);
WallTime from_epoch_ms(std::int64_t milliseconds);

// Of a statement whose rows nobody looks at.
inline Result<void> done(const Result<Rows>& rows) {
  if (!rows) return rows.error();
  return {};
}

}  // namespace parley
