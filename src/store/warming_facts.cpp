// SPDX-License-Identifier: Apache-2.0
#include "parley/store/warming_facts.hpp"

#include <algorithm>

#include "organization_rows.hpp"

namespace parley {
namespace {

// What layer 0 refused is no question. Nobody repeats a text of 300 letters.
constexpr Sql kQuestions = R"sql(
SELECT said FROM (
  SELECT trim(regexp_replace(lower(t.caller_text), '[^[:alnum:]'']+', ' ', 'g')) AS said
  FROM calls c JOIN turns t ON t.call_id = c.id
  WHERE c.organization_id = $1::uuid AND t.organization_id = $1::uuid AND t.caller_text <> ''
    AND coalesce(t.decision->>'layer', '') <> '0' AND c.started_at >= to_timestamp($2::bigint / 1000.0)) AS told
WHERE length(said) BETWEEN 2 AND 300
GROUP BY said HAVING count(*) >= 2 ORDER BY count(*) DESC, said LIMIT $3::bigint
)sql";
constexpr Sql kCallers = R"sql(
SELECT number, calls, floor(extract(epoch FROM last) * 1000)::bigint FROM (
  SELECT ltrim(caller, '+') AS number, count(*) AS calls, max(started_at) AS last,
         ltrim(caller, '+') = ANY ($3::text[]) AS named
  FROM calls WHERE organization_id = $1::uuid AND started_at >= to_timestamp($2::bigint / 1000.0)
    AND ltrim(caller, '+') <> ''
  GROUP BY 1) AS counted
WHERE named OR calls >= 2 ORDER BY named DESC, calls DESC, number LIMIT $4::bigint
)sql";
constexpr Sql kCallbacks = R"sql(
SELECT ltrim(number, '+'), heard FROM callbacks
WHERE organization_id = $1::uuid AND state = 'open' AND ltrim(number, '+') = ANY ($2::text[])
ORDER BY asked_at DESC, id DESC
)sql";

std::string milliseconds(WallTime time) { return std::to_string(time.time_since_epoch().count()); }

Result<std::vector<std::string>> read_questions(DatabaseSession& session, const OrganizationKey& organization,
                                                WallTime since, std::size_t most) {
  const auto tenant = find_tenant(session, organization);
  if (!tenant) return tenant.error();
  const auto rows = session.execute(kQuestions, {tenant->id, milliseconds(since), std::to_string(most)});
  if (!rows) return rows.error();
  std::vector<std::string> questions;
  questions.reserve(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) questions.push_back(rows->text(i, 0));
  return questions;
}

Result<std::vector<CallerHistory>> read_callers(DatabaseSession& session, const OrganizationKey& organization,
                                                const std::vector<std::string>& numbers, WallTime since,
                                                std::size_t most) {
  const auto tenant = find_tenant(session, organization);
  if (!tenant) return tenant.error();
  const auto limit = std::to_string(numbers.size() + most);
  const auto rows = session.execute(kCallers, {tenant->id, milliseconds(since), to_sql_array(numbers), limit});
  if (!rows) return rows.error();
  std::vector<CallerHistory> callers;
  for (std::size_t i = 0; i < rows->size(); ++i) {
    callers.push_back({rows->text(i, 0), rows->integer(i, 1), from_epoch_ms(rows->integer(i, 2)), {}});
  }
  const auto of = [&](const std::string& number) {
    return std::find_if(callers.begin(), callers.end(), [&](const auto& one) { return one.number == number; });
  };
  for (const auto& number : numbers) {
    if (of(number) == callers.end()) callers.push_back({number, 0, std::nullopt, {}});
  }
  std::vector<std::string> all;
  all.reserve(callers.size());
  for (const auto& caller : callers) all.push_back(caller.number);
  const auto open = session.execute(kCallbacks, {tenant->id, to_sql_array(all)});
  if (!open) return open.error();
  for (std::size_t i = 0; i < open->size(); ++i) of(open->text(i, 0))->open_callbacks.push_back(open->text(i, 1));
  return callers;
}

class PostgresWarmingFacts final : public WarmingFacts {
 public:
  explicit PostgresWarmingFacts(Database& database) : database_(database) {}

  Task<Result<std::vector<std::string>>> questions(OrganizationKey organization, WallTime since,
                                                   std::size_t most) override {
    const auto work = [&](DatabaseSession& session) { return read_questions(session, organization, since, most); };
    co_return co_await database_.transact(organization, work);
  }
  Task<Result<std::vector<CallerHistory>>> callers(OrganizationKey organization, std::vector<std::string> numbers,
                                                   WallTime since, std::size_t most) override {
    for (auto& number : numbers) number.erase(0, std::min(number.find_first_not_of('+'), number.size()));
    const auto work = [&](DatabaseSession& session) {
      return read_callers(session, organization, numbers, since, most);
    };
    co_return co_await database_.transact(organization, work);
  }

 private:
  Database& database_;
};

}  // namespace

std::unique_ptr<WarmingFacts> WarmingFacts::create(Database& database) {
  return std::make_unique<PostgresWarmingFacts>(database);
}

}  // namespace parley
