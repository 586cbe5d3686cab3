// SPDX-License-Identifier: Apache-2.0
#include "call_erasure.hpp"

#include <algorithm>

#include "call_rows.hpp"
#include "organization_rows.hpp"
#include "record_codec.hpp"

namespace parley {
namespace {

// Alone: nobody writes records of this organization behind our back.
constexpr Sql kLock = "SELECT pg_advisory_xact_lock(20250412, hashtext(current_setting('parley.organization')))";

constexpr Sql kMeant = R"sql(
SELECT id, ended_at IS NULL, node, recording_path FROM calls
WHERE organization_id = $1::uuid
  AND (id = ANY ($2::uuid[]) OR ($3 <> '' AND (ltrim(caller, '+') = ltrim($3, '+') OR ltrim(called, '+') = ltrim($3, '+'))))
)sql";

constexpr Sql kRemember = R"sql(
INSERT INTO erased_calls (call_id, organization_id, node, recording_path)
SELECT id, $1::uuid, c.node, CASE WHEN c.node <> $3 THEN c.recording_path END
FROM unnest($2::uuid[]) AS id LEFT JOIN calls c USING (id)
ON CONFLICT (call_id) DO NOTHING
)sql";

constexpr Sql kRememberCaller = R"sql(
INSERT INTO erased_callers (organization_id, number_sha256) VALUES ($1::uuid, parley_number_sha256($1::uuid, $2))
ON CONFLICT (organization_id, number_sha256) DO UPDATE SET created_at = now()
)sql";

constexpr Sql kEraseCallbacks = R"sql(
DELETE FROM callbacks WHERE organization_id = $1::uuid
  AND (call_id = ANY ($2::uuid[]) OR ($3 <> '' AND ltrim(number, '+') = ltrim($3, '+')))
)sql";
constexpr Sql kEraseCalls = "DELETE FROM calls WHERE organization_id = $1::uuid AND id = ANY ($2::uuid[])";

std::string figures(std::size_t calls, std::size_t recordings, std::size_t callbacks) {
  return "{\"calls\":" + std::to_string(calls) + ",\"recordings\":" + std::to_string(recordings) +
         ",\"callbacks\":" + std::to_string(callbacks) + "}";
}

}  // namespace

bool delete_recording(const std::filesystem::path& directory, const std::string& path) {
  std::error_code error;
  const auto room = std::filesystem::weakly_canonical(directory, error);
  if (error || directory.empty()) return false;
  const auto file = std::filesystem::weakly_canonical(path, error);
  if (error) return false;
  const auto inside = std::mismatch(room.begin(), room.end(), file.begin(), file.end());
  if (inside.first != room.end() || inside.second == file.end()) return false;
  return std::filesystem::is_regular_file(file, error) && std::filesystem::remove(file, error);
}

Result<ErasedRows> erase_rows(DatabaseSession& session, const ErasureOrder& order, WallTime now,
                              const ChangeNote& note) {
  const auto tenant = find_tenant(session, order.organization);
  if (!tenant) return tenant.error();
  if (auto locked = session.execute(kLock); !locked) return locked.error();
  const auto number = as_plain_text(order.number);
  const auto meant = session.execute(kMeant, {tenant->id, ids_as_array(order.calls), number});
  if (!meant) return meant.error();
  ErasedRows erased;
  auto all = order.calls;
  auto recordings = order.recordings;
  for (std::size_t i = 0; i < meant->size(); ++i) {
    const auto id = CallId::parse(meant->text(i, 0)).value_or(CallId{});
    if (meant->truth(i, 1)) return Error{Fault::conflict, "call " + id.to_string() + " runs: end it first"};
    erased.calls.push_back(id);
    all.push_back(id);
    if (meant->at(i, 3) && meant->text(i, 2) == order.node) recordings.push_back(meant->text(i, 3));
    if (meant->at(i, 3) && meant->text(i, 2) != order.node) ++erased.recordings;
  }
  const auto ids = ids_as_array(all);
  if (auto done = session.execute(kRemember, {tenant->id, ids, order.node}); !done) return done.error();
  if (!number.empty()) {
    if (auto done = session.execute(kRememberCaller, {tenant->id, number}); !done) return done.error();
  }
  const auto callbacks = session.execute(kEraseCallbacks, {tenant->id, ids, number});
  if (!callbacks) return callbacks.error();
  erased.callbacks = callbacks->affected();
  if (auto calls = session.execute(kEraseCalls, {tenant->id, ids}); !calls) return calls.error();
  // Files go before the commit: when that fails, the rows name files that are missing, and erasing again is right.
  std::sort(recordings.begin(), recordings.end());
  recordings.erase(std::unique(recordings.begin(), recordings.end()), recordings.end());
  for (const auto& path : recordings) erased.recordings += delete_recording(order.recordings_dir, path) ? 1 : 0;
  RowIds audit_ids(now);
  OrganizationWrite write{session, audit_ids, note, *tenant};
  // The entry does not name the number: it would outlive its erasure.
  const auto object = number.empty() && !order.calls.empty() ? "call " + order.calls.front().to_string() : "caller";
  const auto counts = figures(all.empty() ? 0 : erased.calls.size(), erased.recordings, erased.callbacks);
  if (auto noted = write_audit(write, number.empty() ? "call.erased" : "caller.erased", object, "", counts); !noted) {
    return noted.error();
  }
  return erased;
}

}  // namespace parley
