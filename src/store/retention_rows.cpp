// SPDX-License-Identifier: Apache-2.0
#include "retention_rows.hpp"

#include "call_erasure.hpp"
#include "call_rows.hpp"
#include "parley/core/rfc3339.hpp"

namespace parley {
namespace {

constexpr Sql kOldRecordings = R"sql(
SELECT id, recording_path FROM calls
WHERE organization_id = $1::uuid AND node = $2 AND recording_path IS NOT NULL AND ended_at < $3::timestamptz
ORDER BY ended_at LIMIT $4::integer FOR UPDATE SKIP LOCKED
)sql";
constexpr Sql kForgetRecordings = R"sql(
UPDATE calls SET recording_path = NULL, recording_erased_at = now()
WHERE organization_id = $1::uuid AND id = ANY ($2::uuid[])
)sql";

constexpr Sql kOldTranscripts = R"sql(
SELECT id FROM calls
WHERE organization_id = $1::uuid AND transcript_erased_at IS NULL AND ended_at < $2::timestamptz
ORDER BY ended_at LIMIT $3::integer FOR UPDATE SKIP LOCKED
)sql";
// Figures stay: numbers, layers, patterns, timings, when each side spoke.
constexpr Sql kForgetTurns = R"sql(
UPDATE turns SET caller_text = NULL, reply_text = NULL, caller = caller - 'dtmf', decision = decision - 'normalised',
  reply = reply - 'heard_text'
WHERE organization_id = $1::uuid AND call_id = ANY ($2::uuid[])
)sql";
constexpr Sql kForgetGreetings = R"sql(
UPDATE calls SET greeting = NULL, transcript_erased_at = now()
WHERE organization_id = $1::uuid AND id = ANY ($2::uuid[])
)sql";
constexpr Sql kForgetHeard = R"sql(
UPDATE callbacks SET heard = '' WHERE organization_id = $1::uuid AND call_id = ANY ($2::uuid[]) AND heard <> ''
)sql";

constexpr Sql kLeftRecordings = R"sql(
SELECT call_id, recording_path FROM erased_calls
WHERE organization_id = $1::uuid AND node = $2 AND recording_path IS NOT NULL
)sql";
constexpr Sql kNoneLeft = R"sql(
UPDATE erased_calls SET recording_path = NULL WHERE organization_id = $1::uuid AND call_id = ANY ($2::uuid[])
)sql";
// Runs are an hour apart.
constexpr Sql kErasedLately = R"sql(
SELECT call_id FROM erased_calls WHERE organization_id = $1::uuid AND created_at > now() - interval '2 hours'
)sql";
// A spool that comes back after a month brings back nothing but what its erasure was asked for again.
constexpr Sql kPruneCalls = R"sql(
DELETE FROM erased_calls
WHERE organization_id = $1::uuid AND recording_path IS NULL AND created_at < now() - interval '30 days'
)sql";
constexpr Sql kPruneCallers = R"sql(
DELETE FROM erased_callers WHERE organization_id = $1::uuid AND created_at < now() - interval '30 days'
)sql";

std::vector<CallId> ids_of(const Rows& rows) {
  std::vector<CallId> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(CallId::parse(rows.text(i, 0)).value_or(CallId{}));
  return ids;
}

void delete_files(const Rows& rows, const std::filesystem::path& directory) {
  for (std::size_t i = 0; i < rows.size(); ++i) delete_recording(directory, rows.text(i, 1));
}

}  // namespace

Result<std::vector<CallId>> erase_recordings(DatabaseSession& session, const RetentionPlace& place, WallTime before,
                                             std::size_t most) {
  const auto rows =
      session.execute(kOldRecordings, {place.tenant, place.node, format_rfc3339(before), std::to_string(most)});
  if (!rows) return rows.error();
  auto ids = ids_of(*rows);
  if (ids.empty()) return ids;
  delete_files(*rows, place.recordings);  // before the commit: a file without a row would stay for ever
  if (auto done = session.execute(kForgetRecordings, {place.tenant, ids_as_array(ids)}); !done) return done.error();
  return ids;
}

Result<std::vector<CallId>> erase_transcripts(DatabaseSession& session, const RetentionPlace& place, WallTime before,
                                              std::size_t most) {
  const auto rows = session.execute(kOldTranscripts, {place.tenant, format_rfc3339(before), std::to_string(most)});
  if (!rows) return rows.error();
  auto ids = ids_of(*rows);
  if (ids.empty()) return ids;
  const std::vector<SqlValue> values{place.tenant, ids_as_array(ids)};
  if (auto done = session.execute(kForgetTurns, values); !done) return done.error();
  if (auto done = session.execute(kForgetGreetings, values); !done) return done.error();
  if (auto done = session.execute(kForgetHeard, values); !done) return done.error();
  return ids;
}

Result<std::vector<CallId>> finish_erasures(DatabaseSession& session, const RetentionPlace& place) {
  const auto left = session.execute(kLeftRecordings, {place.tenant, place.node});
  if (!left) return left.error();
  if (!left->empty()) {
    delete_files(*left, place.recordings);
    const auto done = session.execute(kNoneLeft, {place.tenant, ids_as_array(ids_of(*left))});
    if (!done) return done.error();
  }
  if (auto pruned = session.execute(kPruneCalls, {place.tenant}); !pruned) return pruned.error();
  if (auto pruned = session.execute(kPruneCallers, {place.tenant}); !pruned) return pruned.error();
  const auto lately = session.execute(kErasedLately, {place.tenant});
  if (!lately) return lately.error();
  return ids_of(*lately);
}

}  // namespace parley
