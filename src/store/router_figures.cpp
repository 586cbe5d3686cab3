// SPDX-License-Identifier: Apache-2.0
#include "parley/store/router_figures.hpp"

#include <algorithm>
#include <charconv>

#include "organization_rows.hpp"
#include "sql_figures.hpp"

namespace parley {
namespace {

// One pass over the period's turns. `shadow` is only written where it says something.
constexpr Sql kTurns = R"sql(
WITH told AS (
  SELECT t.decision->>'layer' AS layer, t.decision->>'method' AS method,
         CASE WHEN t.decision->>'layer' = '2'
              THEN coalesce((t.timings->>'llm_ttft')::float8, (t.timings->>'route')::float8)
              ELSE (t.timings->>'route')::float8 END AS took,
         (t.decision->>'cost_usd')::float8 AS cost, (t.decision->>'saved_usd')::float8 AS saved,
         (t.decision->>'embedding_usd')::float8 AS embedding,
         coalesce(t.decision->>'shadow', '') AS shadow, coalesce(t.decision->>'pattern', '') AS pattern
  FROM calls c JOIN turns t ON t.call_id = c.id
  WHERE c.organization_id = $1::uuid AND t.organization_id = $1::uuid AND t.decision IS NOT NULL
    AND c.started_at >= to_timestamp($2::bigint / 1000.0) AND c.started_at < to_timestamp($3::bigint / 1000.0))
SELECT layer, coalesce(method, ''), grouping(method) = 1, count(*), coalesce(sum(cost), 0), coalesce(sum(saved), 0),
       array_to_string(percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY took), ' '),
       count(*) FILTER (WHERE shadow <> ''), count(*) FILTER (WHERE shadow <> '' AND pattern <> '' AND shadow <> pattern),
       coalesce(sum(embedding), 0)
FROM told GROUP BY GROUPING SETS ((layer), (layer, method)) ORDER BY 1, 2
)sql";
constexpr Sql kLearning = R"sql(
SELECT (SELECT count(*) FROM answer_candidates WHERE organization_id = $1::uuid AND state = 'learned'
          AND updated_at >= to_timestamp($2::bigint / 1000.0) AND updated_at < to_timestamp($3::bigint / 1000.0)),
       (SELECT count(*) FROM mined_negatives WHERE organization_id = $1::uuid
          AND created_at >= to_timestamp($2::bigint / 1000.0) AND created_at < to_timestamp($3::bigint / 1000.0)),
       (SELECT count(*) FROM pattern_health WHERE organization_id = $1::uuid
          AND switched_off_at >= to_timestamp($2::bigint / 1000.0)
          AND switched_off_at < to_timestamp($3::bigint / 1000.0)),
       count(*), count(*) FILTER (WHERE agrees),
       (SELECT coalesce(sum(cost_usd), 0) FROM embedding_costs WHERE organization_id = $1::uuid
          AND day >= (to_timestamp($2::bigint / 1000.0) AT TIME ZONE 'UTC')::date
          AND day < (to_timestamp($3::bigint / 1000.0) AT TIME ZONE 'UTC')::date
            + CASE WHEN $3::bigint % 86400000 = 0 THEN 0 ELSE 1 END)
FROM pattern_audits WHERE organization_id = $1::uuid
  AND created_at >= to_timestamp($2::bigint / 1000.0) AND created_at < to_timestamp($3::bigint / 1000.0)
)sql";

std::optional<std::array<double, 3>> percentiles(const std::string& text) {
  std::array<double, 3> found{};
  std::size_t at = 0;
  for (auto& one : found) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (at >= text.size()) return std::nullopt;
    std::from_chars(text.data() + at, text.data() + end, one);
    at = end + 1;
  }
  return found;
}

void add_layer(RouterFigures& figures, const LayerFigures& layer) {
  figures.total += layer.turns;
  figures.cost_usd += layer.cost_usd;
  figures.saved_usd += layer.saved_usd;
  if (layer.layer == "0") figures.refused += layer.turns;
  if (layer.layer == "fallback") figures.unanswered += layer.turns;
  if (layer.layer == "1a" || layer.layer == "1b") figures.suppressed += layer.turns;
}

void add_method(RouterFigures& figures, const LayerFigures& method) {
  if (method.method == "router_error") figures.errors += method.turns;
  if (method.method == "router_off") figures.off += method.turns;
}

// Layer 1b sees what is neither refused nor answered by rules, as long as the router is on and works.
void conclude(RouterFigures& figures) {
  figures.asked_1b = figures.total - figures.refused - figures.of_layer("1a") - figures.errors - figures.off;
}

Result<RouterFigures> read_figures(DatabaseSession& session, const OrganizationKey& organization, WallTime from,
                                   WallTime before) {
  const auto tenant = find_tenant(session, organization);
  if (!tenant) return tenant.error();
  const std::vector<SqlValue> period{tenant->id, std::to_string(from.time_since_epoch().count()),
                                     std::to_string(before.time_since_epoch().count())};
  const auto turns = session.execute(kTurns, period);
  if (!turns) return turns.error();
  RouterFigures figures;
  for (std::size_t i = 0; i < turns->size(); ++i) {
    LayerFigures some{turns->text(i, 0),    turns->text(i, 1),    turns->integer(i, 3),
                      figure(*turns, i, 4), figure(*turns, i, 5), percentiles(turns->text(i, 6))};
    if (!turns->truth(i, 2)) {
      add_method(figures, some);
      figures.methods.push_back(std::move(some));
      continue;
    }
    add_layer(figures, some);
    figures.shadow += turns->integer(i, 7);
    figures.shadow_different += turns->integer(i, 8);
    figures.embedding_usd += figure(*turns, i, 9);
    figures.layers.push_back(std::move(some));
  }
  conclude(figures);
  const auto learning = session.execute(kLearning, period);
  if (!learning) return learning.error();
  figures.learned = learning->integer(0, 0);
  figures.mined = learning->integer(0, 1);
  figures.switched_off = learning->integer(0, 2);
  figures.audits = learning->integer(0, 3);
  figures.audits_right = learning->integer(0, 4);
  figures.embedding_usd += figure(*learning, 0, 5);
  return figures;
}

LayerFigures& entry(std::vector<LayerFigures>& list, const RecordedDecision& decision, const std::string& method) {
  const auto place = std::find_if(list.begin(), list.end(), [&](const LayerFigures& one) {
    return one.layer == decision.layer && one.method == method;
  });
  if (place != list.end()) return *place;
  return list.emplace_back(LayerFigures{decision.layer, method, 0, 0, 0, std::nullopt});
}

class PostgresRouterAnalytics final : public RouterAnalytics {
 public:
  explicit PostgresRouterAnalytics(Database& database) : database_(database) {}

  Task<Result<RouterFigures>> figures(OrganizationKey organization, WallTime from, WallTime before) override {
    const auto work = [&](DatabaseSession& session) { return read_figures(session, organization, from, before); };
    co_return co_await database_.transact(organization, work);
  }

 private:
  Database& database_;
};

}  // namespace

std::int64_t RouterFigures::of_layer(const std::string& layer) const {
  std::int64_t turns = 0;
  for (const auto& one : layers) turns += one.layer == layer ? one.turns : 0;
  return turns;
}

RouterFigures figures_of(const std::vector<TurnRecord>& turns) {
  RouterFigures figures;
  for (const auto& turn : turns) {
    if (!turn.decision) continue;
    const auto& decision = *turn.decision;
    for (auto* some : {&entry(figures.layers, decision, ""), &entry(figures.methods, decision, decision.method)}) {
      ++some->turns;
      some->cost_usd += decision.cost_usd;
      some->saved_usd += decision.saved_usd;
    }
    figures.embedding_usd += decision.embedding_usd;
    if (decision.shadow.empty()) continue;
    ++figures.shadow;
    figures.shadow_different += !decision.pattern.empty() && decision.shadow != decision.pattern ? 1 : 0;
  }
  for (const auto& layer : figures.layers) add_layer(figures, layer);
  for (const auto& method : figures.methods) add_method(figures, method);
  conclude(figures);
  return figures;
}

std::unique_ptr<RouterAnalytics> RouterAnalytics::create(Database& database) {
  return std::make_unique<PostgresRouterAnalytics>(database);
}

}  // namespace parley
