// SPDX-License-Identifier: Apache-2.0
#include "parley/store/pattern_stats.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "learning_rows.hpp"
#include "organization_rows.hpp"
#include "sql_figures.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

constexpr Sql kStats =
    "SELECT pattern_key, learned, uses, audits, audits_right, repeats, corrections, people, thumbs_up, thumbs_down, "
    "confidence, success_rate, extra_margin, (extract(epoch FROM switched_off_at) * 1000)::bigint, switched_off_why, "
    "provenance FROM pattern_health "
    "WHERE organization_id = (SELECT id FROM tenants WHERE key = $1) AND pattern_key = ANY ($2::text[])";
constexpr Sql kReset =
    "UPDATE pattern_health SET uses = 0, audits = 0, audits_right = 0, repeats = 0, corrections = 0, people = 0, "
    "thumbs_up = 0, thumbs_down = 0, success_rate = 1, extra_margin = 0, switched_off_at = NULL, switched_off_why = '' "
    "WHERE organization_id = $1::uuid AND ($2::text[] = '{}' OR pattern_key = ANY ($2::text[]))";
constexpr Sql kThumbed = "SELECT 1 FROM patterns WHERE organization_id = $1::uuid AND key = $2";
constexpr Sql kAnswered =
    "SELECT question, pattern_key, weight FROM answered_questions WHERE organization_id = $1::uuid AND question > $2 "
    "ORDER BY question LIMIT $3::bigint";
constexpr Sql kForgotten = "DELETE FROM answered_questions WHERE organization_id = $1::uuid AND question = $2";
constexpr Sql kCandidates =
    "SELECT id, question, answer, confidence, sightings, state, reason, pattern_key, provenance, "
    "(extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM updated_at) * 1000)::bigint "
    "FROM answer_candidates WHERE organization_id = $1::uuid AND ($2 = '' OR state = $2) "
    "AND ($3 = '' OR id < nullif($3, '')::uuid) ORDER BY id DESC LIMIT $4::bigint";
constexpr Sql kCandidate =
    "SELECT id, question, answer, confidence, sightings, state, reason, pattern_key, provenance, "
    "(extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM updated_at) * 1000)::bigint "
    "FROM answer_candidates WHERE organization_id = $1::uuid AND id = $2::uuid FOR UPDATE";

PatternStats stats_of(const Rows& rows, std::size_t row) {
  PatternStats stats;
  stats.learned = rows.truth(row, 1);
  stats.uses = rows.integer(row, 2);
  stats.audits = rows.integer(row, 3);
  stats.audits_right = rows.integer(row, 4);
  stats.repeats = rows.integer(row, 5);
  stats.corrections = rows.integer(row, 6);
  stats.people = rows.integer(row, 7);
  stats.thumbs_up = rows.integer(row, 8);
  stats.thumbs_down = rows.integer(row, 9);
  stats.confidence = figure(rows, row, 10);
  stats.success_rate = figure(rows, row, 11);
  stats.extra_margin = figure(rows, row, 12);
  if (rows.at(row, 13)) stats.switched_off_at = from_epoch_ms(rows.integer(row, 13));
  stats.switched_off_why = rows.text(row, 14);
  stats.provenance = rows.text(row, 15);
  return stats;
}

AnswerCandidateRow candidate_of(const Rows& rows, std::size_t row) {
  return {rows.text(row, 0),
          rows.text(row, 1),
          rows.text(row, 2),
          figure(rows, row, 3),
          rows.integer(row, 4),
          rows.text(row, 5),
          rows.text(row, 6),
          rows.text(row, 7),
          rows.text(row, 8),
          from_epoch_ms(rows.integer(row, 9)),
          from_epoch_ms(rows.integer(row, 10))};
}

Error no_candidate() { return {Fault::not_found, "there is no such candidate"}; }

using StatsByKey = std::map<std::string, PatternStats>;

Result<StatsByKey> read_stats(DatabaseSession& session, const OrganizationKey& organization,
                              const std::vector<std::string>& keys) {
  const auto rows = session.execute(kStats, {organization.value, to_sql_array(keys)});
  if (!rows) return rows.error();
  StatsByKey found;
  for (std::size_t i = 0; i < rows->size(); ++i) found.emplace(rows->text(i, 0), stats_of(*rows, i));
  return found;
}

Result<std::int64_t> reset_stats(OrganizationWrite& write, const std::vector<std::string>& keys) {
  const auto rows = write.session.execute(kReset, {write.tenant.id, to_sql_array(keys)});
  if (!rows) return rows.error();
  const auto reset = static_cast<std::int64_t>(rows->affected());
  const Json after{{"reset", reset}};
  const auto object = keys.size() == 1 ? "pattern " + keys.front() : std::string("patterns");
  auto noted = write_audit(write, "pattern.stats_reset", object, "", after.dump());
  if (!noted) return noted.error();
  return reset;
}

Result<PatternStats> count_thumb(OrganizationWrite& write, const std::string& key, bool up) {
  const auto rows = write.session.execute(kThumbed, {write.tenant.id, key});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{Fault::not_found, "there is no such pattern"};
  const auto health = hold_health(write.session, write.tenant, key);
  if (!health) return health.error();
  auto now = parley::after(*health, up ? HealthEvent::thumb_up : HealthEvent::thumb_down).health;
  // Whether it goes off is decided where that can be done: by the learner, with the next thing that it hears of it.
  now.off = health->off;
  const auto written = write_health(write.session, write.tenant, key, now, "");
  if (!written) return written.error();
  const Json after{{"up", up}};
  auto noted = write_audit(write, "pattern.thumb", "pattern " + key, "", after.dump());
  if (!noted) return noted.error();
  auto stats = read_stats(write.session, write.tenant.key, {key});
  if (!stats) return stats.error();
  return (*stats)[key];
}

Result<AnswerCandidateRow> settle(OrganizationWrite& write, const std::string& id, CandidateDecision decision) {
  if (!Uuid::parse(id)) return no_candidate();
  const auto known = write.session.execute(kCandidate, {write.tenant.id, id});
  if (!known) return known.error();
  if (known->empty()) return no_candidate();
  const auto before = candidate_of(*known, 0);
  if (before.state == "learned") {
    return Error{Fault::conflict, "it is the pattern " + before.pattern_key + " by now; delete that instead"};
  }
  const std::string state = decision == CandidateDecision::approve ? "approved" : "refused";
  const std::string reason = state + " by " + write.note.actor;
  const auto saved = write.session.execute(
      "UPDATE answer_candidates SET state = $3, reason = $4 WHERE organization_id = $1::uuid AND id = $2::uuid",
      {write.tenant.id, id, state, reason});
  if (!saved) return saved.error();
  const Json was{{"state", before.state}};
  const Json is{{"state", state}};
  auto noted = write_audit(write, "candidate." + state, "candidate " + id, was.dump(), is.dump());
  if (!noted) return noted.error();
  const auto now = write.session.execute(kCandidate, {write.tenant.id, id});
  if (!now) return now.error();
  return candidate_of(*now, 0);
}

Result<AnsweredPage> page_of_answered(DatabaseSession& session, const TenantRow& tenant, std::size_t limit,
                                      const std::string& after) {
  const auto rows = session.execute(kAnswered, {tenant.id, after, std::to_string(limit + 1)});
  if (!rows) return rows.error();
  AnsweredPage page;
  for (std::size_t row = 0; row < rows->size() && row < limit; ++row)
    page.answered.push_back({rows->text(row, 0), rows->text(row, 1), std::strtod(rows->text(row, 2).c_str(), nullptr)});
  if (rows->size() > limit && limit > 0) page.next_cursor = page.answered.back().question;
  return page;
}

Result<void> drop_question(OrganizationWrite& write, const std::string& question) {
  const auto gone = write.session.execute(kForgotten, {write.tenant.id, question});
  if (!gone) return gone.error();
  if (gone->affected() == 0) return Error{Fault::not_found, "it is not taught"};
  const Json before{{"question", question}};
  auto noted = write_audit(write, "answered.forgotten", "answered question", before.dump(), "");
  if (!noted) return noted.error();
  const auto changed = change_tenant(write.session, write.tenant.key);
  if (!changed) return changed.error();
  return {};
}

class PostgresPatternStats final : public PatternStatsStore {
 public:
  PostgresPatternStats(Database& database, Clock& clock) : database_(database), ids_(clock) {}

  Task<Result<StatsByKey>> of(OrganizationKey organization, std::vector<std::string> keys) override {
    const auto work = [&](DatabaseSession& session) { return read_stats(session, organization, keys); };
    co_return co_await database_.read(organization, work);
  }
  Task<Result<std::int64_t>> reset(OrganizationKey organization, std::vector<std::string> keys,
                                   ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return reset_stats(write, keys); };
    co_return co_await write(organization, note, change);
  }
  Task<Result<PatternStats>> thumb(OrganizationKey organization, std::string key, bool up, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return count_thumb(write, key, up); };
    co_return co_await write(organization, note, change);
  }
  Task<Result<CandidatePage>> candidates(OrganizationKey organization, std::string state, std::size_t limit,
                                         std::string after_id) override {
    const auto work = [&](DatabaseSession& session) -> Result<CandidatePage> {
      const auto tenant = find_tenant(session, organization);
      if (!tenant) return tenant.error();
      const auto rows = session.execute(kCandidates, {tenant->id, state, after_id, std::to_string(limit + 1)});
      if (!rows) return rows.error();
      CandidatePage page;
      for (std::size_t i = 0; i < rows->size() && i < limit; ++i) page.candidates.push_back(candidate_of(*rows, i));
      if (rows->size() > limit && limit > 0) page.next_cursor = page.candidates.back().id;
      return page;
    };
    co_return co_await database_.transact(organization, work);
  }
  Task<Result<AnswerCandidateRow>> decide(OrganizationKey organization, std::string id, CandidateDecision decision,
                                          ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return settle(write, id, decision); };
    co_return co_await write(organization, note, change);
  }
  Task<Result<AnsweredPage>> answered(OrganizationKey organization, std::size_t limit,
                                      std::string after_question) override {
    const auto work = [&](DatabaseSession& session) -> Result<AnsweredPage> {
      const auto tenant = find_tenant(session, organization);
      if (!tenant) return tenant.error();
      return page_of_answered(session, *tenant, limit, after_question);
    };
    co_return co_await database_.transact(organization, work);
  }
  Task<Result<void>> forget_answered(OrganizationKey organization, std::string question, ChangeNote note) override {
    const auto change = [&](OrganizationWrite& write) { return drop_question(write, question); };
    co_return co_await write(organization, note, change);
  }

 private:
  // Nothing of it is served by, so the tenant's version stays.
  template <class Change>
  Task<std::invoke_result_t<Change, OrganizationWrite&>> write(const OrganizationKey& organization,
                                                               const ChangeNote& note, const Change& change) {
    using Answer = std::invoke_result_t<Change, OrganizationWrite&>;
    const auto work = [&](DatabaseSession& session) -> Answer {
      auto tenant = find_tenant(session, organization);
      if (!tenant) return tenant.error();
      OrganizationWrite write{session, ids_, note, std::move(*tenant)};
      return change(write);
    };
    co_return co_await database_.transact(organization, work);
  }

  Database& database_;
  RowIds ids_;
};

}  // namespace

std::unique_ptr<PatternStatsStore> PatternStatsStore::create(Database& database, Clock& clock) {
  return std::make_unique<PostgresPatternStats>(database, clock);
}

}  // namespace parley
