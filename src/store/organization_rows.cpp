// SPDX-License-Identifier: Apache-2.0
#include "organization_rows.hpp"

namespace parley {

Result<TenantRow> find_tenant(DatabaseSession& session, const OrganizationKey& key) {
  const auto rows = session.execute("SELECT id, version FROM tenants WHERE key = $1", {key.value});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{Fault::not_found, "there is no organization '" + key.value + "'"};
  return TenantRow{rows->text(0, 0), key, rows->integer(0, 1)};
}

Result<TenantRow> change_tenant(DatabaseSession& session, const OrganizationKey& key,
                                std::optional<std::int64_t> expected) {
  const SqlValue version = expected ? SqlValue(std::to_string(*expected)) : std::nullopt;
  const auto rows = session.execute(
      "UPDATE tenants SET version = version + 1 WHERE key = $1 AND ($2::bigint IS NULL OR version = $2::bigint) "
      "RETURNING id, version",
      {key.value, version});
  if (!rows) return rows.error();
  if (rows->empty()) {
    const auto there = find_tenant(session, key);
    return there ? stale() : there.error();
  }
  return TenantRow{rows->text(0, 0), key, rows->integer(0, 1)};
}

Result<void> write_audit(OrganizationWrite& write, std::string_view action, std::string object,
                         const std::string& before, const std::string& after) {
  const SqlValue tenant = write.tenant.id.empty() ? std::nullopt : SqlValue(write.tenant.id);
  const auto rows = write.session.execute(
      "INSERT INTO audit_log (id, organization_id, actor, request_id, action, object, before, after) "
      "VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7::jsonb, $8::jsonb)",
      {write.ids.next(), tenant, write.note.actor, write.note.request_id, std::string(action), std::move(object),
       json_or_null(before), json_or_null(after)});
  if (!rows) return rows.error();
  return {};
}

Result<std::vector<AuditEntry>> read_audit(DatabaseSession& session, const OrganizationKey& key, std::size_t limit,
                                           const std::string& after_id) {
  if (!after_id.empty() && !Uuid::parse(after_id)) return Error{Fault::invalid_input, "this is no place in the list"};
  const auto rows = session.execute(
      "SELECT a.id, (extract(epoch FROM a.at) * 1000)::bigint, a.actor, a.request_id, a.action, a.object, a.before, "
      "a.after FROM audit_log a WHERE (a.organization_id = (SELECT id FROM tenants WHERE key = $1) "
      "OR ($1 = '*' AND a.organization_id IS NULL)) AND ($2::uuid IS NULL OR a.id < $2::uuid) ORDER BY a.id DESC LIMIT "
      "$3::bigint",
      {key.value, after_id.empty() ? std::nullopt : SqlValue(after_id), std::to_string(limit)});
  if (!rows) return rows.error();
  std::vector<AuditEntry> entries;
  entries.reserve(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    entries.push_back({rows->text(i, 0), from_epoch_ms(rows->integer(i, 1)), rows->text(i, 2), rows->text(i, 3),
                       rows->text(i, 4), rows->text(i, 5), rows->text(i, 6), rows->text(i, 7)});
  }
  return entries;
}

Error stale() { return {Fault::conflict, "it was changed since it was read; read it again"}; }

SqlValue json_or_null(std::string json) {
  if (json.empty()) return std::nullopt;
  return json;
}

WallTime from_epoch_ms(std::int64_t milliseconds) { return WallTime(std::chrono::milliseconds(milliseconds)); }

}  // namespace parley
