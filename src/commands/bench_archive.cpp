// SPDX-License-Identifier: Apache-2.0
// parley bench archive: what an operator waits for who looks through many calls. No server is started: the archive is
// asked as the API asks it, through row-level security and the pool of connections.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <functional>
#include <ostream>
#include <random>

#include "bench_command.hpp"
#include "parley/store/call_archive.hpp"
#include "unread_meters.hpp"

namespace parley::commands {
namespace {

constexpr std::chrono::milliseconds kFilling{600000};
constexpr std::size_t kFillStep = 10000;
const OrganizationKey kOrganization{"bench-archive"};

constexpr Sql kTenant = "INSERT INTO tenants (id, key) VALUES (gen_random_uuid(), $1) ON CONFLICT (key) DO NOTHING";
constexpr Sql kCount = "SELECT count(*) FROM calls";
constexpr Sql kCalls = R"sql(
INSERT INTO calls (id, organization_id, caller, called, transport, node, started_at, answered_at, ended_at, end_reason,
                   greeting, turn_count)
SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, (SELECT parley_tenant()),
       '+1555' || lpad((i::bigint * 7919 % 9999991)::text, 7, '0'), '+15550100', 'sip', 'bench', at, at,
       at + interval '60 s', (ARRAY['caller_hung_up', 'agent_finished', 'silence', 'transferred'])[1 + i % 4],
       '{"text": "Hello.", "heard_text": "Hello.", "interrupted": false}', 5
FROM (SELECT i, timestamptz '2026-01-01' + i * interval '97 s' AS at
      FROM generate_series($1::integer, $2::integer) AS i) AS c
)sql";
// "hours" is said in half of all calls, "quotation" in one of fifty, "zeppelin" in one of five thousand.
constexpr Sql kTurns = R"sql(
INSERT INTO turns (call_id, number, organization_id, caller_text, reply_text, caller, decision, reply, timings)
SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, n, (SELECT parley_tenant()),
       (ARRAY['what are your hours today', 'how much does a furnace repair cost', 'can you come tomorrow morning',
              'my water heater is leaking', 'do you take credit cards', 'i need somebody to look at the drain',
              'are you open on sunday', 'where are you located exactly', 'is there a warranty on the work',
              'the thermostat shows an error'])[1 + (i * 31 + n * 17) % 10]
         || CASE WHEN i % 5000 = 7 AND n = 1 THEN ' zeppelin' ELSE '' END
         || CASE WHEN i % 50 = 3 AND n = 2 THEN ' quotation' ELSE '' END || ' order ' || (i::bigint * 104729 % 100003),
       (ARRAY['We are open until six.', 'A repair starts at ninety dollars.', 'Somebody can come tomorrow.',
              'Please turn the water off.', 'We take every card.', 'I will send somebody.', 'We are closed on Sunday.',
              'We are on Main Street.', 'Work has a year of warranty.',
              'Please read me the error.'])[1 + (i * 31 + n * 17) % 10],
       '{"confidence": 0.9, "started_ms": 100, "ended_ms": 1200, "dtmf": ""}',
       '{"layer": "1a", "method": "keyword", "pattern": "hours", "confidence": 1, "cost_usd": 0, "saved_usd": 0.01,
         "candidates": [{"pattern": "hours", "method": "keyword", "confidence": 1}]}',
       '{"heard_text": "Yes.", "interrupted": false}', '{"e2e": 312.5, "route": 0.04, "first_audio": 3.1}'
FROM generate_series($1::integer, $2::integer) AS i, generate_series(1, 5) AS n
)sql";
constexpr Sql kAnalyze = "ANALYZE calls, turns";
constexpr Sql kTidy =
    "SELECT gin_clean_pending_list('turns_by_words'::regclass), gin_clean_pending_list('calls_by_number'::regclass)";

std::optional<Error> run_sql(Database& database, Sql statement, const std::vector<SqlValue>& values = {},
                             Rows* rows = nullptr) {
  return database.transact_here(kOrganization, kFilling, [&](DatabaseSession& session) -> std::optional<Error> {
    auto answer = session.execute(statement, values);
    if (!answer) return answer.error();
    if (rows) *rows = std::move(*answer);
    return std::nullopt;
  });
}

std::optional<Error> fill(Database& database, std::size_t calls, std::ostream& err) {
  if (auto failed = run_sql(database, kTenant, {kOrganization.value})) return failed;
  Rows counted;
  if (auto failed = run_sql(database, kCount, {}, &counted)) return failed;
  auto there = static_cast<std::size_t>(counted.integer(0, 0));
  if (there > calls) {
    return Error{Fault::invalid_input, "the organization bench-archive has " + std::to_string(there) +
                                           " calls: name at least as many, or another database"};
  }
  while (there < calls) {
    const auto last = std::min(there + kFillStep, calls);
    const std::vector<SqlValue> span{std::to_string(there + 1), std::to_string(last)};
    if (auto failed = run_sql(database, kCalls, span)) return failed;
    if (auto failed = run_sql(database, kTurns, span)) return failed;
    there = last;
    err << there << " calls in the database\n";
  }
  return std::nullopt;
}

class ArchiveQuestions {
 public:
  ArchiveQuestions(Database& database, const Clock& clock, Meters& meters)
      : clock_(clock), recent_(create_recent_calls(1)) {
    written_ = std::move(*create_write_behind({}, *recent_, nullptr, clock, Log(), meters, {}));
    archive_ = create_call_archive(database, *recent_, *written_, {}, clock);
  }

  // Milliseconds of each; an answer that is not whole, or that holds nothing, is an error.
  Result<std::vector<double>> list(std::size_t count, const std::function<CallQuery()>& next) {
    std::vector<double> took;
    for (std::size_t i = 0; i < count; ++i) {
      const auto before = clock_.now();
      const auto page = run(archive_->list(next()));
      took.push_back(std::chrono::duration<double, std::milli>(clock_.now() - before).count());
      if (!page.whole) return Error{Fault::unavailable, "the database did not answer"};
      if (page.page.calls.empty()) return Error{Fault::unavailable, "a question found nothing"};
    }
    return took;
  }
  Result<std::vector<double>> detail(std::size_t count, const std::function<CallId()>& next) {
    std::vector<double> took;
    for (std::size_t i = 0; i < count; ++i) {
      const auto before = clock_.now();
      const auto found = run(archive_->find(kOrganization, next()));
      took.push_back(std::chrono::duration<double, std::milli>(clock_.now() - before).count());
      if (!found) return found.error();
      if (!found->has_value()) return Error{Fault::unavailable, "a call was not found"};
    }
    return took;
  }

 private:
  template <class T>
  T run(Task<T> task) {
    auto answer = asio::co_spawn(loop_, std::move(task), asio::use_future);
    loop_.restart();
    loop_.run();
    return answer.get();
  }

  const Clock& clock_;
  asio::io_context loop_;
  std::unique_ptr<RecentCalls> recent_;
  std::unique_ptr<WriteBehind> written_;
  std::unique_ptr<CallArchive> archive_;
};

}  // namespace

Result<BenchResults> bench_archive(const ArchiveBench& bench, const Surroundings& surroundings) {
  if (const auto wrong = check_database_url(bench.database_url)) return Error{Fault::invalid_input, *wrong};
  UnreadMeters meters;
  const auto clock = create_system_clock();
  DatabaseSettings settings;
  settings.url = bench.database_url;
  const auto database = Database::create(std::move(settings), Log(), meters);
  if (auto failed = fill(*database, bench.calls, surroundings.err)) return *failed;
  if (!bench.owner_url.empty()) {
    DatabaseSettings owner_settings;
    owner_settings.url = bench.owner_url;
    const auto owner = Database::create(std::move(owner_settings), Log(), meters);
    if (auto failed = run_sql(*owner, kAnalyze)) return *failed;
    if (auto failed = run_sql(*owner, kTidy)) return *failed;
  }

  ArchiveQuestions questions(*database, *clock, meters);
  std::mt19937 dice(1);  // NOLINT(cert-msc51-cpp): the same questions every time
  const auto any_call = [&] { return 1 + dice() % bench.calls; };
  const auto page_of = [] {
    CallQuery query;
    query.organization = kOrganization;
    return query;
  };
  const auto about = [&](std::string text) {
    auto query = page_of();
    query.text = std::move(text);
    return query;
  };
  const auto some_number = [&](std::size_t digits) {
    const auto number = std::to_string(any_call() * 7919 % 9999991);
    auto query = page_of();
    query.number = number.substr(0, digits);
    return query;
  };
  const auto some_place = [&] {
    auto query = page_of();
    query.before =
        WallTime{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} + std::chrono::seconds{97 * (any_call() + 60)};
    return query;
  };
  const auto some_reason = [&] {
    auto query = some_place();
    query.end_reason = CallEnd::silence;
    return query;
  };
  const auto some_id = [&] {
    char text[48];
    std::snprintf(text, sizeof text, "01900000-0000-7000-8000-%012llx", static_cast<unsigned long long>(any_call()));
    return *CallId::parse(text);
  };

  BenchResults results("archive");
  const auto add = [&](const std::string& metric, const Result<std::vector<double>>& took) -> std::optional<Error> {
    if (!took) return Error{took.error().fault, metric + ": " + took.error().message};
    results.add_milliseconds(metric, *took);
    return std::nullopt;
  };
  results.add("archive.calls", static_cast<double>(bench.calls), "calls", bench.calls);
  const std::vector<std::pair<std::string, std::function<CallQuery()>>> kinds{
      {"archive.list_ms", page_of},
      {"archive.list_deep_ms", some_place},
      {"archive.list_reason_ms", some_reason},
      {"archive.search_number_ms", [&] { return some_number(7); }},
      {"archive.search_number_part_ms", [&] { return some_number(4); }},
      {"archive.search_number_frequent_ms", [&] { return some_number(1); }},
      {"archive.search_text_rare_ms", [&] { return about("zeppelin"); }},
      {"archive.search_text_between_ms", [&] { return about("quotation"); }},
      {"archive.search_text_frequent_ms", [&] { return about("hours"); }},
  };
  (void)questions.list(5, page_of);  // connections and plans are made
  for (const auto& [metric, next] : kinds) {
    if (auto failed = add(metric, questions.list(bench.queries, next))) return *failed;
  }
  if (auto failed = add("archive.detail_ms", questions.detail(bench.queries, some_id))) return *failed;
  return results;
}

}  // namespace parley::commands
