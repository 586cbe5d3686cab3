// SPDX-License-Identifier: Apache-2.0
#include "write_behind_replay.hpp"

#include <algorithm>
#include <unordered_map>

#include "parley/core/rfc3339.hpp"

namespace parley {
namespace {

constexpr Sql kTenant = "SELECT id FROM tenants WHERE id = (SELECT parley_tenant())";

// Against erasure, which takes it alone: what is erased while we write is not written behind its back.
constexpr Sql kShareErasure =
    "SELECT pg_advisory_xact_lock_shared(20250412, hashtext(current_setting('parley.organization')))";

// An end is never taken back, and what was found out afterwards does not replace what the call itself said.
constexpr Sql kCalls = R"sql(
INSERT INTO calls (id, organization_id, caller, called, transport, node, started_at, answered_at, ended_at, end_reason,
                   recording_path, greeting, turn_count)
SELECT r.id, (SELECT parley_tenant()), r.caller, r.called, r.transport, r.node, r.started_at, r.answered_at, r.ended_at,
       r.end_reason, r.recording_path, nullif(r.greeting, 'null'::jsonb), r.turn_count
FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, caller text, called text, transport text, node text,
       started_at timestamptz, answered_at timestamptz, ended_at timestamptz, end_reason text, recording_path text,
       greeting jsonb, turn_count integer)
WHERE NOT EXISTS (SELECT FROM erased_calls e WHERE e.call_id = r.id)
  AND NOT EXISTS (SELECT FROM erased_callers e WHERE e.organization_id = (SELECT parley_tenant())
                  AND e.number_sha256 IN (parley_number_sha256((SELECT parley_tenant()), r.caller),
                                          parley_number_sha256((SELECT parley_tenant()), r.called))
                  AND r.started_at < e.created_at)
ORDER BY r.id
ON CONFLICT (id) DO UPDATE SET
  caller = EXCLUDED.caller, called = EXCLUDED.called, transport = EXCLUDED.transport, node = EXCLUDED.node,
  started_at = EXCLUDED.started_at, answered_at = coalesce(EXCLUDED.answered_at, calls.answered_at),
  ended_at = CASE WHEN calls.ended_at IS NOT NULL AND coalesce(EXCLUDED.end_reason, 'server_lost') = 'server_lost'
                  THEN calls.ended_at ELSE EXCLUDED.ended_at END,
  end_reason = CASE WHEN calls.ended_at IS NOT NULL AND coalesce(EXCLUDED.end_reason, 'server_lost') = 'server_lost'
                    THEN calls.end_reason ELSE EXCLUDED.end_reason END,
  recording_path = CASE WHEN calls.recording_erased_at IS NULL THEN EXCLUDED.recording_path END,
  greeting = CASE WHEN calls.transcript_erased_at IS NULL THEN EXCLUDED.greeting END,
  turn_count = greatest(calls.turn_count, EXCLUDED.turn_count)
)sql";

constexpr Sql kTurns = R"sql(
INSERT INTO turns (call_id, number, organization_id, caller_text, reply_text, caller, decision, reply, timings)
SELECT r.call_id, r.number, c.organization_id, r.caller_text, r.reply_text, r.caller, r.decision, r.reply, r.timings
FROM jsonb_to_recordset($1::jsonb) AS r(call_id uuid, number integer, caller_text text, reply_text text, caller jsonb,
       decision jsonb, reply jsonb, timings jsonb)
JOIN calls c ON c.id = r.call_id AND c.organization_id = (SELECT parley_tenant()) AND c.transcript_erased_at IS NULL
ORDER BY r.call_id, r.number
ON CONFLICT (call_id, number) DO UPDATE SET
  caller_text = EXCLUDED.caller_text, reply_text = EXCLUDED.reply_text, caller = EXCLUDED.caller,
  decision = EXCLUDED.decision, reply = EXCLUDED.reply, timings = EXCLUDED.timings
)sql";

constexpr Sql kCallbacks = R"sql(
INSERT INTO callbacks (id, organization_id, call_id, number, heard, state, asked_at)
SELECT r.id, (SELECT parley_tenant()), r.call_id, r.number, r.heard, r.state, r.asked_at
FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, call_id uuid, number text, heard text, state text,
                                        asked_at timestamptz)
WHERE NOT EXISTS (SELECT FROM erased_calls e WHERE e.call_id IN (r.call_id, r.id))
  AND NOT EXISTS (SELECT FROM erased_callers e WHERE e.organization_id = (SELECT parley_tenant())
                  AND e.number_sha256 = parley_number_sha256((SELECT parley_tenant()), r.number) AND r.asked_at < e.created_at)
ON CONFLICT (id) DO NOTHING
)sql";

constexpr Sql kTenants = "SELECT key FROM tenants ORDER BY key";

// The trigger keeps updated_at at the moment of the newest write: the last that is known of the call.
constexpr Sql kEndLost = R"sql(
UPDATE calls SET ended_at = greatest(started_at, updated_at), end_reason = 'server_lost'
WHERE organization_id = (SELECT parley_tenant()) AND node = $1 AND ended_at IS NULL AND started_at < $2::timestamptz
  AND id <> ALL ($3::uuid[])
)sql";

Result<bool> write_tenant(DatabaseSession& session, const TenantRecords& records) {
  if (auto entered = session.enter(records.organization); !entered) return entered.error();
  const auto tenant = session.execute(kTenant);
  if (!tenant) return tenant.error();
  if (tenant->empty()) return false;
  if (auto locked = session.execute(kShareErasure); !locked) return locked.error();
  if (!records.calls.empty()) {
    if (auto calls = session.execute(kCalls, {calls_as_rows(records.calls)}); !calls) return calls.error();
    auto turns = turns_as_rows(records.calls);
    if (turns != "[]") {
      if (auto written = session.execute(kTurns, {std::move(turns)}); !written) return written.error();
    }
  }
  if (!records.callbacks.empty()) {
    if (auto asked = session.execute(kCallbacks, {callbacks_as_rows(records.callbacks)}); !asked) return asked.error();
  }
  return true;
}

}  // namespace

GatheredRecords gather(const std::vector<SpoolEntry>& entries) {
  GatheredRecords gathered;
  std::unordered_map<OrganizationKey, std::size_t> place_of;
  std::unordered_map<CallId, std::size_t> call_at;
  const auto tenant = [&](const OrganizationKey& organization) -> TenantRecords& {
    const auto [place, fresh] = place_of.try_emplace(organization, gathered.tenants.size());
    if (fresh) gathered.tenants.push_back({organization, {}, {}});
    return gathered.tenants[place->second];
  };
  for (const auto& entry : entries) {
    if (entry.type == kCallEntry) {
      if (auto delta = decode_call(entry.payload)) {
        auto& calls = tenant(delta->call.organization).calls;
        const auto [place, fresh] = call_at.try_emplace(delta->call.id, calls.size());
        if (fresh) {
          calls.push_back(std::move(*delta));
        } else {
          merge(calls[place->second], std::move(*delta));
        }
        continue;
      }
    } else if (entry.type == kCallbackEntry) {
      if (auto callback = decode_callback(entry.payload)) {
        tenant(callback->organization).callbacks.push_back(std::move(*callback));
        continue;
      }
    }
    gathered.unreadable.push_back(entry);
  }
  return gathered;
}

Result<WrittenRecords> write_records(DatabaseSession& session, const std::vector<TenantRecords>& tenants) {
  WrittenRecords written;
  for (const auto& records : tenants) {
    const auto done = write_tenant(session, records);
    if (!done) return done.error();
    if (!*done) written.unknown.push_back(records.organization);
  }
  return written;
}

Result<std::size_t> end_lost_calls(DatabaseSession& session, const std::string& node, WallTime boot,
                                   const std::vector<CallId>& running) {
  const auto tenants = session.execute(kTenants);
  if (!tenants) return tenants.error();
  std::vector<std::string> ids;
  ids.reserve(running.size());
  for (const auto& id : running) ids.push_back(id.to_string());
  std::size_t ended = 0;
  for (std::size_t i = 0; i < tenants->size(); ++i) {
    if (auto entered = session.enter(OrganizationKey{tenants->text(i, 0)}); !entered) return entered.error();
    const auto rows = session.execute(kEndLost, {node, format_rfc3339(boot), to_sql_array(ids)});
    if (!rows) return rows.error();
    ended += rows->affected();
  }
  return ended;
}

bool is_refusal(const Error& error) { return error.fault == Fault::invalid_input || error.fault == Fault::conflict; }

}  // namespace parley
