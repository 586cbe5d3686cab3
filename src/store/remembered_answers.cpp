// SPDX-License-Identifier: Apache-2.0
#include "remembered_answers.hpp"

namespace parley {
namespace {

// $5 is now. Whoever waits for the row of another that is just being written sees that one's afterwards. Old answers
// go a few at a time, with requests that come anyway.
constexpr Sql kRemember = R"sql(
WITH moments AS (
  SELECT to_timestamp($5::bigint / 1000.0) AS now, to_timestamp($5::bigint / 1000.0) - interval '24 hours' AS day_ago,
         to_timestamp($5::bigint / 1000.0) - interval '1 minute' AS minute_ago
), gone AS (
  DELETE FROM remembered_answers WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM remembered_answers
    WHERE created_at <= (SELECT day_ago FROM moments) AND (actor, key) <> ($2, $3)
      AND (organization_id = (SELECT id FROM tenants WHERE key = $1) OR ($1 = '*' AND organization_id IS NULL))
    LIMIT 20 FOR UPDATE SKIP LOCKED))
)
INSERT INTO remembered_answers AS held (organization_id, actor, key, request_sha256, created_at)
VALUES ((SELECT id FROM tenants WHERE key = $1), $2, $3, $4, (SELECT now FROM moments))
ON CONFLICT (organization_id, actor, key) DO UPDATE
  SET request_sha256 = excluded.request_sha256, status = NULL, headers = NULL, body = NULL,
      created_at = excluded.created_at
  WHERE held.created_at <= (SELECT day_ago FROM moments)
    OR (held.status IS NULL AND held.created_at <= (SELECT minute_ago FROM moments))
RETURNING 1)sql";

constexpr Sql kRecall =
    "SELECT request_sha256, status, headers, body FROM remembered_answers WHERE actor = $2 AND key = $3 "
    "AND (organization_id = (SELECT id FROM tenants WHERE key = $1) OR ($1 = '*' AND organization_id IS NULL))";

}  // namespace

Result<std::optional<RememberedAnswer>> remember_request(DatabaseSession& session, const RequestName& name,
                                                         WallTime now) {
  const auto ours = session.execute(kRemember, {name.tenant.value, name.actor, name.key, name.request_sha256,
                                                std::to_string(now.time_since_epoch().count())});
  if (!ours) return ours.error();
  if (!ours->empty()) return std::optional<RememberedAnswer>();
  const auto rows = session.execute(kRecall, {name.tenant.value, name.actor, name.key});
  if (!rows) return rows.error();
  // It was there a moment ago: its request has just ended without having done anything.
  if (rows->empty()) return Error{Fault::conflict, "the same request has just failed elsewhere; send it again"};
  RememberedAnswer answer;
  answer.request_sha256 = rows->text(0, 0);
  answer.running = !rows->at(0, 1).has_value();
  answer.status = static_cast<unsigned>(rows->integer(0, 1));
  answer.headers = rows->text(0, 2);
  answer.body = rows->text(0, 3);
  return std::optional<RememberedAnswer>(std::move(answer));
}

Result<void> remember_answer(DatabaseSession& session, const RequestName& name, const RememberedAnswer& answer) {
  const std::vector<SqlValue> row{name.tenant.value, name.actor, name.key, name.request_sha256};
  if (answer.status == 0) {
    const auto forgotten = session.execute(
        "DELETE FROM remembered_answers WHERE actor = $2 AND key = $3 AND request_sha256 = $4 AND status IS NULL "
        "AND (organization_id = (SELECT id FROM tenants WHERE key = $1) OR ($1 = '*' AND organization_id IS NULL))",
        row);
    if (!forgotten) return forgotten.error();
    return {};
  }
  auto values = row;
  values.emplace_back(std::to_string(answer.status));
  values.emplace_back(answer.headers.empty() ? std::nullopt : SqlValue(answer.headers));
  values.emplace_back(answer.body);
  const auto kept = session.execute(
      "UPDATE remembered_answers SET status = $5::integer, headers = $6::jsonb, body = $7 "
      "WHERE actor = $2 AND key = $3 AND request_sha256 = $4 AND status IS NULL "
      "AND (organization_id = (SELECT id FROM tenants WHERE key = $1) OR ($1 = '*' AND organization_id IS NULL))",
      values);
  if (!kept) return kept.error();
  return {};
}

}  // namespace parley
