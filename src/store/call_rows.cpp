// SPDX-License-Identifier: Apache-2.0
#include "call_rows.hpp"

#include <algorithm>

#include "organization_rows.hpp"
#include "parley/core/rfc3339.hpp"
#include "record_codec.hpp"

namespace parley {
namespace {

// A literal, so that the statements below stay literals.
#define PARLEY_CALL_COLUMNS                                                                                   \
  "SELECT c.id, c.caller, c.called, c.transport, c.node, (extract(epoch FROM c.started_at) * 1000)::bigint, " \
  "(extract(epoch FROM c.answered_at) * 1000)::bigint, (extract(epoch FROM c.ended_at) * 1000)::bigint, "     \
  "c.end_reason, c.recording_path, c.greeting, (SELECT jsonb_agg(jsonb_build_array(t.number, t.caller_text, " \
  "t.reply_text, t.caller, t.decision, t.reply, t.timings) ORDER BY t.number) FROM turns t WHERE t.call_id = c.id) "
#define PARLEY_OF_TENANT " c.organization_id = (SELECT id FROM tenants WHERE key = $1) "
// $2 and $3: the place before which, $4: since when, $5: how many.
#define PARLEY_PLACE " AND (c.started_at, c.id) < ($2::timestamptz, $3::uuid) AND c.started_at >= $4::timestamptz "
#define PARLEY_NEWEST " ORDER BY c.started_at DESC, c.id DESC LIMIT $5::integer"

constexpr Sql kNewest = PARLEY_CALL_COLUMNS "FROM calls c WHERE" PARLEY_OF_TENANT PARLEY_PLACE PARLEY_NEWEST;
constexpr Sql kByReason =
    PARLEY_CALL_COLUMNS "FROM calls c WHERE" PARLEY_OF_TENANT PARLEY_PLACE "AND c.end_reason = $6" PARLEY_NEWEST;
constexpr Sql kLive =
    PARLEY_CALL_COLUMNS "FROM calls c WHERE" PARLEY_OF_TENANT PARLEY_PLACE
                        "AND c.ended_at IS NULL AND ($6::text IS NULL OR c.end_reason = $6)" PARLEY_NEWEST;
constexpr Sql kSearch = PARLEY_CALL_COLUMNS
    "FROM parley_search($8::text, $9::text, $4::timestamptz, $2::timestamptz, $3::uuid, $6::text, "
    "$7::boolean, $5::integer) s JOIN calls c ON c.id = s.call_id WHERE" PARLEY_OF_TENANT PARLEY_NEWEST;
constexpr Sql kCall = PARLEY_CALL_COLUMNS "FROM calls c WHERE" PARLEY_OF_TENANT "AND c.id = $2::uuid";
constexpr Sql kErased =
    "SELECT c.call_id FROM erased_calls c WHERE" PARLEY_OF_TENANT "AND c.call_id = ANY ($2::uuid[])";

#define PARLEY_CALLBACK_COLUMNS                                                                          \
  "SELECT c.id, c.call_id, c.number, c.heard, c.state, (extract(epoch FROM c.asked_at) * 1000)::bigint " \
  "FROM callbacks c WHERE" PARLEY_OF_TENANT
constexpr Sql kCallbacks = PARLEY_CALLBACK_COLUMNS "AND c.id < $2::uuid ORDER BY c.id DESC LIMIT $3::integer";
constexpr Sql kCallbacksOpen =
    PARLEY_CALLBACK_COLUMNS "AND c.state = 'open' AND c.id < $2::uuid ORDER BY c.id DESC LIMIT $3::integer";
constexpr Sql kCallbacksSettled =
    PARLEY_CALLBACK_COLUMNS "AND c.state = $4 AND c.id < $2::uuid ORDER BY c.id DESC LIMIT $3::integer";
constexpr Sql kCallback = PARLEY_CALLBACK_COLUMNS "AND c.id = $2::uuid";

constexpr auto kNoUuid = "00000000-0000-0000-0000-000000000000";
constexpr auto kLastUuid = "ffffffff-ffff-ffff-ffff-ffffffffffff";

template <class Identifier>
Identifier id_at(const Rows& rows, std::size_t row, std::size_t column) {
  return Identifier::parse(rows.text(row, column)).value_or(Identifier{});
}

std::optional<WallTime> wall_at(const Rows& rows, std::size_t row, std::size_t column) {
  if (!rows.at(row, column)) return std::nullopt;
  return from_epoch_ms(rows.integer(row, column));
}

CallRecord call_at(const Rows& rows, std::size_t row, const OrganizationKey& organization) {
  CallRecord call;
  call.id = id_at<CallId>(rows, row, 0);
  call.organization = organization;
  call.from = rows.text(row, 1);
  call.to = rows.text(row, 2);
  call.transport = rows.text(row, 3);
  call.node = rows.text(row, 4);
  call.started_at = from_epoch_ms(rows.integer(row, 5));
  call.answered_at = wall_at(rows, row, 6);
  call.ended_at = wall_at(rows, row, 7);
  call.end_reason = parse_call_end(rows.text(row, 8));
  call.recording_path = rows.at(row, 9);
  call.greeting = greeting_from(rows.text(row, 10));
  call.turns = turns_from(rows.text(row, 11));
  return call;
}

Callback callback_at(const Rows& rows, std::size_t row, const OrganizationKey& organization) {
  Callback callback;
  callback.id = id_at<CallbackId>(rows, row, 0);
  callback.call = id_at<CallId>(rows, row, 1);
  callback.organization = organization;
  callback.number = rows.text(row, 2);
  callback.heard = rows.text(row, 3);
  callback.state = rows.text(row, 4);
  callback.asked_at = from_epoch_ms(rows.integer(row, 5));
  return callback;
}

SqlValue pattern_or_null(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return pattern_of(text);
}

}  // namespace

std::string pattern_of(std::string_view text) {
  std::string pattern = "%";
  for (const char letter : as_plain_text(text)) {
    if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
    pattern += letter;
  }
  return pattern + "%";
}

std::string ids_as_array(const std::vector<CallId>& ids) {
  std::vector<std::string> texts;
  texts.reserve(ids.size());
  for (const auto& id : ids) texts.push_back(id.to_string());
  return to_sql_array(texts);
}

Result<std::vector<CallRecord>> select_calls(DatabaseSession& session, const CallQuery& query) {
  // `before` and the cursor are both a place before which: the earlier one counts. The nil id is before every other.
  std::string place = "infinity";
  std::string place_id = kNoUuid;
  if (query.before) place = format_rfc3339(*query.before);
  if (query.cursor && (!query.before || query.cursor->started_at < *query.before)) {
    place = format_rfc3339(query.cursor->started_at);
    place_id = query.cursor->id.to_string();
  }
  const SqlValue reason = query.end_reason ? SqlValue(std::string(to_string(*query.end_reason))) : std::nullopt;
  std::vector<SqlValue> values{query.organization.value, place, place_id,
                               query.from ? format_rfc3339(*query.from) : "-infinity", std::to_string(query.limit + 1)};
  const bool searches = !query.text.empty() || !query.number.empty();
  if (searches || query.live_only || reason) values.push_back(reason);
  if (searches) {
    values.emplace_back(query.live_only ? "true" : "false");
    values.push_back(pattern_or_null(query.text));
    values.push_back(pattern_or_null(query.number));
  }
  const auto statement = searches ? kSearch : query.live_only ? kLive : reason ? kByReason : kNewest;
  const auto rows = session.execute(statement, values);
  if (!rows) return rows.error();
  std::vector<CallRecord> calls;
  calls.reserve(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) calls.push_back(call_at(*rows, i, query.organization));
  return calls;
}

Result<std::optional<CallRecord>> select_call(DatabaseSession& session, const OrganizationKey& organization,
                                              CallId id) {
  const auto rows = session.execute(kCall, {organization.value, id.to_string()});
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<CallRecord>{};
  return std::optional<CallRecord>(call_at(*rows, 0, organization));
}

Result<std::vector<CallId>> select_erased(DatabaseSession& session, const OrganizationKey& organization,
                                          const std::vector<CallId>& ids) {
  const auto rows = session.execute(kErased, {organization.value, ids_as_array(ids)});
  if (!rows) return rows.error();
  std::vector<CallId> erased;
  for (std::size_t i = 0; i < rows->size(); ++i) erased.push_back(id_at<CallId>(*rows, i, 0));
  return erased;
}

Result<std::vector<Callback>> select_callbacks(DatabaseSession& session, const OrganizationKey& organization,
                                               const std::optional<std::string>& state,
                                               const std::optional<CallbackId>& after, std::size_t limit) {
  std::vector<SqlValue> values{organization.value, after ? after->to_string() : kLastUuid, std::to_string(limit)};
  const bool open = state == "open";
  if (state && !open) values.emplace_back(*state);
  const auto rows = session.execute(open ? kCallbacksOpen : state ? kCallbacksSettled : kCallbacks, values);
  if (!rows) return rows.error();
  std::vector<Callback> callbacks;
  for (std::size_t i = 0; i < rows->size(); ++i) callbacks.push_back(callback_at(*rows, i, organization));
  return callbacks;
}

Result<std::optional<Callback>> select_callback(DatabaseSession& session, const OrganizationKey& organization,
                                                CallbackId id) {
  const auto rows = session.execute(kCallback, {organization.value, id.to_string()});
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<Callback>{};
  return std::optional<Callback>(callback_at(*rows, 0, organization));
}

}  // namespace parley
