// SPDX-License-Identifier: Apache-2.0
#include "parley/store/alert_store.hpp"

#include <nlohmann/json.hpp>

#include "organization_rows.hpp"
#include "sql_figures.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

// The organization is its id, or NULL for the installation.
constexpr Sql kOpen =
    "SELECT id, kind, severity, state, subject, detail, value, threshold, (extract(epoch FROM opened_at) * "
    "1000)::bigint, "
    "(extract(epoch FROM resolved_at) * 1000)::bigint, resolved_by FROM alerts "
    "WHERE organization_id IS NOT DISTINCT FROM $1::uuid AND state = 'open' ORDER BY id";
constexpr Sql kOne =
    "SELECT id, kind, severity, state, subject, detail, value, threshold, (extract(epoch FROM opened_at) * "
    "1000)::bigint, "
    "(extract(epoch FROM resolved_at) * 1000)::bigint, resolved_by FROM alerts "
    "WHERE organization_id IS NOT DISTINCT FROM $1::uuid AND id = $2::uuid";
constexpr Sql kList =
    "SELECT id, kind, severity, state, subject, detail, value, threshold, (extract(epoch FROM opened_at) * "
    "1000)::bigint, "
    "(extract(epoch FROM resolved_at) * 1000)::bigint, resolved_by FROM alerts "
    "WHERE organization_id IS NOT DISTINCT FROM $1::uuid AND ($2 = '' OR state = $2) "
    "AND ($3 = '' OR id < nullif($3, '')::uuid) ORDER BY id DESC LIMIT $4::bigint";
// A turn of the last minutes belongs to a call of the last hour, or to one that nobody waits for.
constexpr Sql kDecisions =
    "SELECT count(*), count(*) FILTER (WHERE t.decision->>'method' = 'router_error') "
    "FROM calls c JOIN turns t ON t.call_id = c.id WHERE c.organization_id = $1::uuid AND t.organization_id = $1::uuid "
    "AND t.decision IS NOT NULL AND c.started_at >= to_timestamp($2::bigint / 1000.0) - interval '1 hour' "
    "AND t.created_at >= to_timestamp($2::bigint / 1000.0) - interval '5 minutes'";
constexpr Sql kCost =
    "SELECT (SELECT coalesce(sum((t.decision->>'embedding_usd')::float8), 0) "
    "FROM calls c JOIN turns t ON t.call_id = c.id WHERE c.organization_id = $1::uuid AND t.organization_id = $1::uuid "
    "AND c.started_at >= date_trunc('day', to_timestamp($2::bigint / 1000.0) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') + "
    "(SELECT coalesce(sum(cost_usd), 0) FROM embedding_costs WHERE organization_id = $1::uuid "
    "AND day = (to_timestamp($2::bigint / 1000.0) AT TIME ZONE 'UTC')::date)";
constexpr Sql kAudits =
    "SELECT count(*), count(*) FILTER (WHERE agrees) FROM (SELECT agrees FROM pattern_audits "
    "WHERE organization_id = $1::uuid AND created_at >= to_timestamp($2::bigint / 1000.0) - interval '7 days' "
    "ORDER BY created_at DESC LIMIT 200) newest";
constexpr Sql kOff =
    "SELECT h.pattern_key, h.switched_off_why FROM pattern_health h "
    "JOIN patterns p ON p.organization_id = h.organization_id AND p.key = h.pattern_key AND NOT p.active "
    "WHERE h.organization_id = $1::uuid AND h.switched_off_at IS NOT NULL ORDER BY 1 LIMIT 100";
// What came before under this name says when it was told last, and is not told any more itself.
constexpr Sql kRaise = R"sql(
WITH earlier AS (
  SELECT last_notified_at, notified_state FROM alerts
  WHERE organization_id IS NOT DISTINCT FROM $2::uuid AND kind = $3 AND subject = $4 AND state = 'resolved'
  ORDER BY id DESC LIMIT 1),
silenced AS (
  UPDATE alerts SET notified_state = 'resolved'
  WHERE organization_id IS NOT DISTINCT FROM $2::uuid AND kind = $3 AND subject = $4 AND state = 'resolved'
    AND notified_state <> 'resolved')
INSERT INTO alerts (id, organization_id, kind, subject, severity, detail, value, threshold, opened_at, last_notified_at,
                    notified_state)
VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7::float8, $8::float8, to_timestamp($9::bigint / 1000.0),
        (SELECT last_notified_at FROM earlier),
        CASE WHEN (SELECT notified_state FROM earlier) = 'open' THEN 'open' ELSE '' END)
ON CONFLICT DO NOTHING
)sql";
// Who was never told that it began is not told that it is over.
constexpr Sql kResolve =
    "UPDATE alerts SET state = 'resolved', resolved_at = to_timestamp($4::bigint / 1000.0), resolved_by = $5, "
    "notified_state = CASE WHEN notified_state IN ('', 'failed') THEN 'resolved' ELSE notified_state END "
    "WHERE organization_id IS NOT DISTINCT FROM $1::uuid AND kind = $2 AND subject = $3 AND state = 'open'";
constexpr Sql kTake =
    "UPDATE alerts SET last_notified_at = to_timestamp($2::bigint / 1000.0), notified_state = state "
    "WHERE organization_id IS NOT DISTINCT FROM $1::uuid AND state <> notified_state "
    "AND (last_notified_at IS NULL OR last_notified_at <= to_timestamp($2::bigint / 1000.0) - interval '1 hour') "
    "RETURNING id, kind, severity, state, subject, detail, value, threshold, "
    "(extract(epoch FROM opened_at) * 1000)::bigint, (extract(epoch FROM resolved_at) * 1000)::bigint, resolved_by";
constexpr Sql kPutBack =
    "UPDATE alerts SET notified_state = 'failed', "
    "last_notified_at = to_timestamp($3::bigint / 1000.0) - interval '1 hour' + make_interval(secs => $4::float8) "
    "WHERE organization_id IS NOT DISTINCT FROM $1::uuid AND id = $2::uuid";

AlertRow alert_of(const Rows& rows, std::size_t row, const OrganizationKey& organization) {
  AlertRow alert;
  alert.id = rows.text(row, 0);
  alert.organization = organization;
  alert.kind = rows.text(row, 1);
  alert.severity = rows.text(row, 2);
  alert.state = rows.text(row, 3);
  alert.subject = rows.text(row, 4);
  alert.detail = rows.text(row, 5);
  alert.value = figure(rows, row, 6);
  alert.threshold = figure(rows, row, 7);
  alert.opened_at = from_epoch_ms(rows.integer(row, 8));
  if (rows.at(row, 9)) alert.resolved_at = from_epoch_ms(rows.integer(row, 9));
  alert.resolved_by = rows.text(row, 10);
  return alert;
}

std::vector<AlertRow> alerts_of(const Rows& rows, const OrganizationKey& organization) {
  std::vector<AlertRow> alerts;
  for (std::size_t i = 0; i < rows.size(); ++i) alerts.push_back(alert_of(rows, i, organization));
  return alerts;
}

SqlValue epoch_ms(WallTime when) { return std::to_string(when.time_since_epoch().count()); }
OrganizationKey tenant_of(const OrganizationKey& organization) {
  return organization.value.empty() ? OrganizationKey{"*"} : organization;
}
SqlValue owner_id(const TenantRow& tenant) {
  if (tenant.id.empty()) return std::nullopt;
  return tenant.id;
}
Result<TenantRow> owner(DatabaseSession& session, const OrganizationKey& organization) {
  if (organization.value.empty()) return TenantRow{"", OrganizationKey{"*"}, 0};
  return find_tenant(session, organization);
}

Result<AlertFacts> read_facts(DatabaseSession& session, const TenantRow& tenant, const OrganizationKey& organization,
                              WallTime now, bool with_cost) {
  AlertFacts facts;
  const auto open = session.execute(kOpen, {owner_id(tenant)});
  if (!open) return open.error();
  facts.open = alerts_of(*open, organization);
  if (tenant.id.empty()) return facts;
  const std::vector<SqlValue> at{tenant.id, epoch_ms(now)};
  const auto decisions = session.execute(kDecisions, at);
  if (!decisions) return decisions.error();
  facts.decisions = decisions->integer(0, 0);
  facts.errors = decisions->integer(0, 1);
  const auto audits = session.execute(kAudits, at);
  if (!audits) return audits.error();
  facts.audits = audits->integer(0, 0);
  facts.audits_right = audits->integer(0, 1);
  const auto off = session.execute(kOff, {tenant.id});
  if (!off) return off.error();
  for (std::size_t i = 0; i < off->size(); ++i) facts.patterns_off.emplace_back(off->text(i, 0), off->text(i, 1));
  if (!with_cost) return facts;
  const auto cost = session.execute(kCost, at);
  if (!cost) return cost.error();
  facts.meaning_usd = figure(*cost, 0, 0);
  return facts;
}

class PostgresAlertStore final : public AlertStore {
 public:
  PostgresAlertStore(Database& database, Clock& clock) : database_(database), clock_(clock), ids_(clock) {}

  Task<Result<AlertFacts>> facts(OrganizationKey organization, bool with_cost) override {
    const auto now = clock_.wall_now();
    const auto work = [&](DatabaseSession& session, const TenantRow& tenant) {
      return read_facts(session, tenant, organization, now, with_cost);
    };
    co_return co_await with_owner(organization, work);
  }
  Task<Result<void>> change(OrganizationKey organization, std::vector<AlertRow> raised,
                            std::vector<std::pair<std::string, std::string>> resolved) override {
    const auto now = epoch_ms(clock_.wall_now());
    const auto work = [&](DatabaseSession& session, const TenantRow& tenant) -> Result<void> {
      for (const auto& [kind, subject] : resolved) {
        const auto done = session.execute(kResolve, {owner_id(tenant), kind, subject, now, "itself"});
        if (!done) return done.error();
      }
      for (const auto& one : raised) {
        const auto done =
            session.execute(kRaise, {ids_.next(), owner_id(tenant), one.kind, one.subject, one.severity, one.detail,
                                     std::to_string(one.value), std::to_string(one.threshold), now});
        if (!done) return done.error();
      }
      return {};
    };
    co_return co_await with_owner(organization, work);
  }

  Task<Result<std::vector<AlertRow>>> take_untold(OrganizationKey organization) override {
    const auto now = epoch_ms(clock_.wall_now());
    const auto work = [&](DatabaseSession& session, const TenantRow& tenant) -> Result<std::vector<AlertRow>> {
      const auto rows = session.execute(kTake, {owner_id(tenant), now});
      if (!rows) return rows.error();
      return alerts_of(*rows, organization);
    };
    co_return co_await with_owner(organization, work);
  }
  Task<Result<void>> put_back(OrganizationKey organization, std::string id, std::chrono::seconds pause) override {
    const auto now = epoch_ms(clock_.wall_now());
    const auto work = [&](DatabaseSession& session, const TenantRow& tenant) -> Result<void> {
      const auto done = session.execute(kPutBack, {owner_id(tenant), id, now, std::to_string(pause.count())});
      if (!done) return done.error();
      return {};
    };
    co_return co_await with_owner(organization, work);
  }

  Task<Result<AlertPage>> list(OrganizationKey organization, std::string state, std::size_t limit,
                               std::string after_id) override {
    const auto work = [&](DatabaseSession& session, const TenantRow& tenant) -> Result<AlertPage> {
      const auto rows = session.execute(kList, {owner_id(tenant), state, after_id, std::to_string(limit + 1)});
      if (!rows) return rows.error();
      AlertPage page;
      page.alerts = alerts_of(*rows, organization);
      if (page.alerts.size() <= limit) return page;
      page.alerts.resize(limit);
      page.next_cursor = page.alerts.back().id;
      return page;
    };
    co_return co_await with_owner(organization, work);
  }
  Task<Result<AlertRow>> resolve(OrganizationKey organization, std::string id, ChangeNote note) override {
    const auto now = epoch_ms(clock_.wall_now());
    const auto work = [&](DatabaseSession& session, const TenantRow& tenant) -> Result<AlertRow> {
      const Error unknown{Fault::not_found, "there is no such alert"};
      if (!Uuid::parse(id)) return unknown;
      const auto known = session.execute(kOne, {owner_id(tenant), id});
      if (!known) return known.error();
      if (known->empty()) return unknown;
      const auto before = alert_of(*known, 0, organization);
      if (before.state == "resolved") return before;
      const auto done = session.execute(kResolve, {owner_id(tenant), before.kind, before.subject, now, note.actor});
      if (!done) return done.error();
      OrganizationWrite write{session, ids_, note, tenant};
      const Json after{{"kind", before.kind}, {"subject", before.subject}};
      auto noted = write_audit(write, "alert.resolved", "alert " + id, "", after.dump());
      if (!noted) return noted.error();
      const auto rows = session.execute(kOne, {owner_id(tenant), id});
      if (!rows) return rows.error();
      return alert_of(*rows, 0, organization);
    };
    co_return co_await with_owner(organization, work);
  }

 private:
  // The caller awaits at once: references stay right.
  template <class Work>
  Task<std::invoke_result_t<Work, DatabaseSession&, const TenantRow&>> with_owner(const OrganizationKey& organization,
                                                                                  const Work& work) {
    using Answer = std::invoke_result_t<Work, DatabaseSession&, const TenantRow&>;
    const auto entered = [&](DatabaseSession& session) -> Answer {
      const auto tenant = owner(session, organization);
      if (!tenant) return tenant.error();
      return work(session, *tenant);
    };
    const auto tenant_key = tenant_of(organization);
    co_return co_await database_.transact(tenant_key, entered);
  }

  Database& database_;
  Clock& clock_;
  RowIds ids_;
};

}  // namespace

std::unique_ptr<AlertStore> AlertStore::create(Database& database, Clock& clock) {
  return std::make_unique<PostgresAlertStore>(database, clock);
}

}  // namespace parley
