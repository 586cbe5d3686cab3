// SPDX-License-Identifier: Apache-2.0
// The statements mean what matches() means: the same random records in both, the same answers to random queries.
#include "call_rows.hpp"

#include <algorithm>
#include <random>

#include "store/write_behind_scene.hpp"
#include "write_behind_replay.hpp"

namespace parley::test {
namespace {

class CallRowsOnPostgres : public WriteBehindScene {
 protected:
  void write(const std::vector<CallRecord>& records) {
    std::vector<TenantRecords> tenants;
    for (const auto& record : records) {
      const auto same = [&record](const TenantRecords& one) { return one.organization == record.organization; };
      auto place = std::find_if(tenants.begin(), tenants.end(), same);
      if (place == tenants.end()) place = tenants.insert(place, {record.organization, {}, {}});
      place->calls.push_back(difference(nullptr, record, WallTime{}));
      recent_->remember(record);
    }
    const auto written =
        asked_.transact(kAlpha, [&](DatabaseSession& session) { return write_records(session, tenants); });
    ASSERT_TRUE(written) << written.error().message;
  }
  std::vector<CallRecord> select(const CallQuery& query) {
    auto calls =
        asked_.read(query.organization, [&](DatabaseSession& session) { return select_calls(session, query); });
    EXPECT_TRUE(calls) << calls.error().message;
    return calls ? *calls : std::vector<CallRecord>{};
  }
};

TEST_F(CallRowsOnPostgres, RandomQueriesAreAnsweredAsMemoryAnswersThem) {
  std::mt19937 dice(7);  // NOLINT(cert-msc51-cpp): the same every time
  const auto pick = [&dice](const auto& choices) { return choices[dice() % std::size(choices)]; };
  const std::vector<std::string> words{"hours", "HOURS", "Furnace", "50%", "a_b", "back\\slash", "gr\xc3\xbc\xc3\x9f",
                                       "the"};
  const std::vector<std::string> numbers{"+15550123", "+15550177", "15559", "anna", "a%b"};
  std::vector<CallRecord> records;
  for (std::uint32_t number = 0; number < 400; ++number) {
    auto record = numbered_call(number, number % 5 == 0 ? "beta" : "alpha");
    record.started_at = WallTime{std::chrono::seconds{1700000000 + dice() % 50}};  // many at the same moment
    record.ended_at = record.started_at + 5s;
    record.end_reason = pick(std::vector<CallEnd>{CallEnd::caller_hung_up, CallEnd::silence, CallEnd::server_lost});
    if (dice() % 4 == 0) record = live(record);
    record.from = pick(numbers);
    record.to = pick(numbers);
    for (unsigned turn = 0; turn < dice() % 3; ++turn) {
      record = with_turn(record, pick(words) + " " + pick(words), pick(words));
      if (dice() % 5 == 0) record.turns.back().caller.reset();
      if (dice() % 5 == 0) record.turns.back().reply.reset();
    }
    records.push_back(record);
  }
  write(records);
  const std::vector<std::string> texts{"", "", "hour", "FURN", "%", "_", "\\", "the", "r\xc3\xbc", "s h", "nothing"};
  const std::vector<std::string> digits{"", "", "0123", "+1", "%", "5", "nn", "zzz"};
  int found = 0;
  for (int i = 0; i < 600; ++i) {
    CallQuery query;
    query.organization = pick(std::vector<OrganizationKey>{kAlpha, kBeta});
    query.limit = 1 + dice() % 20;
    query.live_only = dice() % 5 == 0;
    query.text = pick(texts);
    query.number = pick(digits);
    if (dice() % 4 == 0) query.end_reason = pick(std::vector<CallEnd>{CallEnd::silence, CallEnd::bug});
    if (dice() % 4 == 0) query.from = WallTime{std::chrono::seconds{1700000000 + dice() % 50}};
    if (dice() % 4 == 0) query.before = WallTime{std::chrono::seconds{1700000000 + dice() % 50}};
    if (dice() % 3 == 0) {
      const auto& place = pick(records);
      query.cursor = CallCursor{place.started_at, place.id};
    }
    auto asked = query;
    asked.limit = query.limit + 1;  // what select_calls gives, to tell whether there are more
    const auto expected = recent_->list(asked).calls;
    const auto answered = select(query);
    ASSERT_EQ(answered, expected) << "text '" << query.text << "' number '" << query.number << "' live "
                                  << query.live_only << " limit " << query.limit;
    found += static_cast<int>(expected.size());
  }
  EXPECT_GT(found, 1000);
}

// More than one stride of the walk, and what lies behind it: frequent, rare, in between, and with a cursor.
TEST_F(CallRowsOnPostgres, SearchFindsTheSameNearAndFar) {
  std::vector<CallRecord> records;
  for (std::uint32_t number = 0; number < 3000; ++number) {
    auto record = numbered_call(number);
    record.from = number % 1000 == 7 ? "+4930123" : "+15550123";
    std::string said = "hello";
    if (number % 20 == 3) said += " sometimes";
    if (number % 700 == 5) said += " zeppelin";
    if (number < 40) said += " early";
    records.push_back(with_turn(record, said));
  }
  write(records);
  PostgresRoom::shared().run_sql(PostgresRoom::shared().owner_url(), "ANALYZE calls; ANALYZE turns");
  for (const auto* text : {"hello", "sometimes", "zeppelin", "early", "never"}) {
    for (const auto* number : {"", "4930", "0123"}) {
      for (const std::size_t limit : {5U, 60U}) {
        CallQuery query;
        query.organization = kAlpha;
        query.text = text;
        query.number = number;
        query.limit = limit;
        for (int page = 0; page < 3; ++page) {
          const auto expected = recent_->list(query);
          auto answered = select(query);
          const bool more = answered.size() > limit;
          if (more) answered.pop_back();
          ASSERT_EQ(answered, expected.calls) << text << " " << number << " page " << page;
          ASSERT_EQ(more, expected.next_cursor.has_value());
          if (!expected.next_cursor) break;
          query.cursor = expected.next_cursor;
        }
      }
    }
  }
}

// The function runs as the owner: what it may see must not depend on who asks it how.
TEST_F(CallRowsOnPostgres, SearchSeesTheTenantsCallsAlone) {
  write({with_turn(numbered_call(1, "alpha"), "secret"), with_turn(numbered_call(2, "beta"), "secret")});
  constexpr Sql kIds =
      "SELECT call_id FROM parley_search($1, NULL, '-infinity', 'infinity', "
      "'00000000-0000-0000-0000-000000000000', NULL, false, 10)";
  for (const auto& [organization, number] : {std::pair{kAlpha, 1U}, std::pair{kBeta, 2U}}) {
    const auto rows = asked_.read(organization, kIds, {"%secret%"});
    ASSERT_TRUE(rows) << rows.error().message;
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->text(0, 0), numbered_call(number).id.to_string());
  }
  EXPECT_TRUE(asked_.read(kNobody, kIds, {"%secret%"})->empty());
  EXPECT_TRUE(asked_.read(kInstallation, kIds, {"%secret%"})->empty());
  // The switch that opens the owner's policy opens nothing for the role that serves.
  const auto opened = asked_.transact(kAlpha, [](DatabaseSession& session) -> Result<Rows> {
    if (auto set = session.execute("SELECT set_config('parley.searching', 'on', true)"); !set) return set.error();
    return session.execute("SELECT id FROM calls");
  });
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->size(), 1U);
}

TEST_F(CallRowsOnPostgres, AForeignCallIsAsUnknownAsNone) {
  write({numbered_call(1, "alpha")});
  const auto look = [&](const OrganizationKey& organization) {
    return *asked_.read(organization, [&](DatabaseSession& session) {
      return select_call(session, organization, numbered_call(1).id);
    });
  };
  EXPECT_EQ(look(kAlpha), numbered_call(1));
  EXPECT_EQ(look(kBeta), std::nullopt);
}

TEST(PatternOf, EveryLetterStandsForItself) {
  EXPECT_EQ(pattern_of("50%_\\"), "%50\\%\\_\\\\%");
  EXPECT_EQ(pattern_of(""), "%%");
}

}  // namespace
}  // namespace parley::test
