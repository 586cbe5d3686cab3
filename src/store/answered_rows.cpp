// SPDX-License-Identifier: Apache-2.0
#include "answered_rows.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace parley {

Result<void> write_answered(DatabaseSession& session, const TenantRow& tenant,
                            const std::vector<AnsweredQuestion>& answered) {
  auto rows = nlohmann::json::array();
  for (const auto& one : answered)
    rows.push_back({{"question", one.question}, {"pattern", one.pattern}, {"weight", one.weight}});
  const auto written = session.execute(
      "INSERT INTO answered_questions AS old (organization_id, question, pattern_key, weight) "
      "SELECT DISTINCT ON (question) $1::uuid, question, pattern, weight "
      "FROM jsonb_to_recordset($2::jsonb) AS given (question text, pattern text, weight float8) "
      "ORDER BY question, weight DESC "
      "ON CONFLICT (organization_id, question) DO UPDATE SET pattern_key = excluded.pattern_key, "
      "weight = greatest(old.weight, excluded.weight)",
      {tenant.id, rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)});
  if (!written) return written.error();
  return done(session.execute(
      "DELETE FROM answered_questions WHERE organization_id = $1::uuid AND question IN (SELECT question FROM "
      "answered_questions WHERE organization_id = $1::uuid ORDER BY updated_at DESC, question OFFSET $2::integer)",
      {tenant.id, std::to_string(kMostAnsweredQuestions)}));
}

Result<std::vector<AnsweredQuestion>> read_answered(DatabaseSession& session, const TenantRow& tenant) {
  const auto rows = session.execute(
      "SELECT question, pattern_key, weight FROM answered_questions WHERE organization_id = $1::uuid "
      "ORDER BY updated_at DESC, question",
      {tenant.id});
  if (!rows) return rows.error();
  std::vector<AnsweredQuestion> answered;
  for (std::size_t row = 0; row < rows->size(); ++row)
    answered.push_back({rows->text(row, 0), rows->text(row, 1), std::strtod(rows->text(row, 2).c_str(), nullptr)});
  return answered;
}

Result<void> erase_answered(DatabaseSession& session, const TenantRow& tenant,
                            const std::vector<std::string>& questions) {
  return done(
      session.execute("DELETE FROM answered_questions WHERE organization_id = $1::uuid AND question = ANY ($2::text[])",
                      {tenant.id, to_sql_array(questions)}));
}

}  // namespace parley
