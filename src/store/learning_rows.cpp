// SPDX-License-Identifier: Apache-2.0
#include "learning_rows.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace parley {
namespace {

std::string number(double value) { return nlohmann::json(value).dump(); }
double real(const Rows& rows, std::size_t row, std::size_t column) {
  return std::strtod(rows.text(row, column).c_str(), nullptr);
}

std::uint32_t small(const Rows& rows, std::size_t row, std::size_t column) {
  return static_cast<std::uint32_t>(rows.integer(row, column));
}

PatternHealth health_at(const Rows& rows, std::size_t row, std::size_t first) {
  PatternHealth health;
  health.learned = rows.truth(row, first);
  health.uses = static_cast<std::uint64_t>(rows.integer(row, first + 1));
  health.audits = small(rows, row, first + 2);
  health.audits_right = small(rows, row, first + 3);
  health.repeats = small(rows, row, first + 4);
  health.corrections = small(rows, row, first + 5);
  health.people = small(rows, row, first + 6);
  health.thumbs_up = small(rows, row, first + 7);
  health.thumbs_down = small(rows, row, first + 8);
  health.success_rate = real(rows, row, first + 9);
  health.extra_margin = real(rows, row, first + 10);
  health.off = rows.truth(row, first + 11);
  return health;
}

}  // namespace

Result<std::vector<Candidate>> read_candidates(DatabaseSession& session, const TenantRow& tenant, std::size_t limit) {
  const auto rows = session.execute(
      "SELECT question, coalesce(provenance->>'heard', question), answer, confidence, sightings, state = 'approved' "
      "FROM answer_candidates WHERE organization_id = $1::uuid AND state IN ('seen', 'approved') "
      "ORDER BY updated_at DESC LIMIT $2::bigint",
      {tenant.id, std::to_string(limit)});
  if (!rows) return rows.error();
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    candidates.push_back({rows->text(i, 0), rows->text(i, 1), rows->text(i, 2), real(*rows, i, 3), small(*rows, i, 4),
                          rows->truth(i, 5)});
  }
  return candidates;
}

Result<void> write_candidate(DatabaseSession& session, const TenantRow& tenant, RowIds& ids,
                             const CandidateNote& note) {
  nlohmann::json provenance{{"heard", note.candidate.heard}, {"source", note.source}};
  provenance["calls"] = nlohmann::json::array({note.call.to_string()});
  SqlValue pattern;
  if (!note.pattern_key.empty()) pattern = note.pattern_key;
  return done(session.execute(
      "INSERT INTO answer_candidates AS old (id, organization_id, question, answer, confidence, sightings, state, "
      "reason, pattern_key, provenance) VALUES ($1::uuid, $2::uuid, $3, $4, $5::float8, $6::integer, $7, $8, $9, "
      "$10::jsonb) ON CONFLICT (organization_id, question) DO UPDATE SET answer = excluded.answer, "
      "confidence = excluded.confidence, reason = excluded.reason, "
      "sightings = CASE WHEN old.answer = excluded.answer THEN old.sightings ELSE 0 END + excluded.sightings, "
      "state = CASE WHEN old.state = 'approved' AND excluded.state = 'seen' THEN old.state ELSE excluded.state END, "
      "pattern_key = excluded.pattern_key, provenance = excluded.provenance || jsonb_build_object('calls', "
      "(SELECT jsonb_agg(c) FROM (SELECT c FROM jsonb_array_elements((excluded.provenance->'calls') || "
      "coalesce(old.provenance->'calls', '[]')) AS c LIMIT 20) AS newest))",
      {ids.next(), tenant.id, note.candidate.question, note.candidate.answer, number(note.candidate.confidence),
       std::to_string(note.candidate.sightings), std::string(to_string(note.state)), note.reason, pattern,
       provenance.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}));
}

Result<void> settle_candidates(DatabaseSession& session, const TenantRow& tenant,
                               const std::vector<std::string>& questions, const std::string& pattern) {
  return done(session.execute(
      "UPDATE answer_candidates SET state = 'learned', pattern_key = $3, reason = 'became an example of ' || $3 "
      "WHERE organization_id = $1::uuid AND question = ANY ($2::text[])",
      {tenant.id, to_sql_array(questions), pattern}));
}

Result<void> add_negatives(DatabaseSession& session, const TenantRow& tenant,
                           const std::vector<std::string>& questions) {
  return done(
      session.execute("INSERT INTO mined_negatives AS old (organization_id, question, seen) "
                      "SELECT $1::uuid, question, count(*) FROM unnest($2::text[]) AS question GROUP BY question "
                      "ON CONFLICT (organization_id, question) DO UPDATE SET seen = old.seen + excluded.seen",
                      {tenant.id, to_sql_array(questions)}));
}

Result<std::vector<MinedNegative>> read_negatives(DatabaseSession& session, const TenantRow& tenant) {
  const auto rows = session.execute(
      "SELECT question, seen FROM mined_negatives WHERE organization_id = $1::uuid ORDER BY updated_at DESC, question",
      {tenant.id});
  if (!rows) return rows.error();
  std::vector<MinedNegative> negatives;
  for (std::size_t i = 0; i < rows->size(); ++i) negatives.push_back({rows->text(i, 0), small(*rows, i, 1)});
  return negatives;
}

Result<void> erase_negatives(DatabaseSession& session, const TenantRow& tenant,
                             const std::vector<std::string>& questions) {
  return done(
      session.execute("DELETE FROM mined_negatives WHERE organization_id = $1::uuid AND question = ANY ($2::text[])",
                      {tenant.id, to_sql_array(questions)}));
}

Result<void> add_health(DatabaseSession& session, const TenantRow& tenant, const std::string& pattern,
                        const LearnedFrom& from) {
  nlohmann::json provenance{{"reason", from.reason}, {"source", from.source}};
  provenance["calls"] = nlohmann::json::array();
  for (const auto& call : from.calls) provenance["calls"].push_back(call.to_string());
  return done(session.execute(
      "INSERT INTO pattern_health (organization_id, pattern_key, learned, confidence, provenance) "
      "VALUES ($1::uuid, $2, true, $3::float8, $4::jsonb) ON CONFLICT (organization_id, pattern_key) DO UPDATE SET "
      "learned = true, confidence = excluded.confidence, provenance = excluded.provenance, uses = 0, audits = 0, "
      "audits_right = 0, repeats = 0, corrections = 0, people = 0, thumbs_up = 0, thumbs_down = 0, success_rate = 1, "
      "extra_margin = 0, switched_off_at = NULL, switched_off_why = ''",
      {tenant.id, pattern, number(from.confidence),
       provenance.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}));
}

Result<std::map<std::string, PatternHealth>> read_health(DatabaseSession& session, const TenantRow& tenant) {
  const auto rows = session.execute(
      "SELECT pattern_key, learned, uses, audits, audits_right, repeats, corrections, people, thumbs_up, thumbs_down, "
      "success_rate, extra_margin, switched_off_at IS NOT NULL FROM pattern_health WHERE organization_id = $1::uuid",
      {tenant.id});
  if (!rows) return rows.error();
  std::map<std::string, PatternHealth> all;
  for (std::size_t i = 0; i < rows->size(); ++i) all.emplace(rows->text(i, 0), health_at(*rows, i, 1));
  return all;
}

Result<PatternHealth> hold_health(DatabaseSession& session, const TenantRow& tenant, const std::string& pattern) {
  const auto made = session.execute(
      "INSERT INTO pattern_health (organization_id, pattern_key) VALUES ($1::uuid, $2) "
      "ON CONFLICT (organization_id, pattern_key) DO NOTHING",
      {tenant.id, pattern});
  if (!made) return made.error();
  const auto rows = session.execute(
      "SELECT learned, uses, audits, audits_right, repeats, corrections, people, thumbs_up, thumbs_down, success_rate, "
      "extra_margin, switched_off_at IS NOT NULL FROM pattern_health "
      "WHERE organization_id = $1::uuid AND pattern_key = $2 FOR UPDATE",
      {tenant.id, pattern});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{Fault::not_found, "the pattern's figures went away meanwhile"};
  return health_at(*rows, 0, 0);
}

Result<void> write_health(DatabaseSession& session, const TenantRow& tenant, const std::string& pattern,
                          const PatternHealth& health, const std::string& switched_off_why) {
  return done(session.execute(
      "UPDATE pattern_health SET uses = $3::bigint, audits = $4::integer, audits_right = $5::integer, "
      "repeats = $6::integer, corrections = $7::integer, people = $8::integer, thumbs_up = $9::integer, "
      "thumbs_down = $10::integer, success_rate = $11::float8, extra_margin = $12::float8, "
      "switched_off_at = CASE WHEN $13::boolean THEN coalesce(switched_off_at, now()) END, "
      "switched_off_why = CASE WHEN $14 = '' AND $13::boolean THEN switched_off_why ELSE $14 END "
      "WHERE organization_id = $1::uuid AND pattern_key = $2",
      {tenant.id, pattern, std::to_string(health.uses), std::to_string(health.audits),
       std::to_string(health.audits_right), std::to_string(health.repeats), std::to_string(health.corrections),
       std::to_string(health.people), std::to_string(health.thumbs_up), std::to_string(health.thumbs_down),
       number(health.success_rate), number(health.extra_margin), health.off ? "true" : "false", switched_off_why}));
}

Result<void> add_audit(DatabaseSession& session, const TenantRow& tenant, RowIds& ids, const PatternAudit& audit) {
  return done(session.execute(
      "INSERT INTO pattern_audits (id, organization_id, pattern_key, call_id, turn, question, said, model_said, "
      "agrees, "
      "cost_usd) VALUES ($1::uuid, $2::uuid, $3, $4::uuid, $5::integer, $6, $7, $8, $9::boolean, $10::float8)",
      {ids.next(), tenant.id, audit.pattern, audit.call.to_string(), std::to_string(audit.turn), audit.question,
       audit.said, audit.model_said, audit.agrees ? "true" : "false", number(audit.cost_usd)}));
}

Result<Unlearned> count_learned(DatabaseSession& session, const TenantRow& tenant) {
  const auto rows = session.execute(
      "SELECT (SELECT count(*) FROM answer_candidates WHERE organization_id = $1::uuid), "
      "(SELECT count(*) FROM mined_negatives WHERE organization_id = $1::uuid), "
      "(SELECT count(*) FROM answered_questions WHERE organization_id = $1::uuid), "
      "(SELECT count(*) FROM pattern_audits WHERE organization_id = $1::uuid), "
      "(SELECT count(*) FROM pattern_health WHERE organization_id = $1::uuid AND learned)",
      {tenant.id});
  if (!rows) return rows.error();
  return Unlearned{rows->integer(0, 0), rows->integer(0, 1), rows->integer(0, 2), rows->integer(0, 3),
                   rows->integer(0, 4)};
}

Result<void> erase_learned(DatabaseSession& session, const TenantRow& tenant) {
  for (const Sql statement : {Sql("DELETE FROM answer_candidates WHERE organization_id = $1::uuid"),
                              Sql("DELETE FROM mined_negatives WHERE organization_id = $1::uuid"),
                              Sql("DELETE FROM answered_questions WHERE organization_id = $1::uuid"),
                              Sql("DELETE FROM pattern_audits WHERE organization_id = $1::uuid"),
                              Sql("DELETE FROM pattern_health WHERE organization_id = $1::uuid AND learned")}) {
    const auto rows = session.execute(statement, {tenant.id});
    if (!rows) return rows.error();
  }
  return {};
}

}  // namespace parley
