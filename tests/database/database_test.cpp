// SPDX-License-Identifier: Apache-2.0
#include "parley/database/database.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <latch>
#include <stdexcept>
#include <thread>

#include "database/asked.hpp"

namespace parley {
namespace {

using namespace test;

class DatabaseOnPostgres : public ::testing::Test {
 protected:
  void SetUp() override { make_two_tenants(); }

  static constexpr Sql kAddKey =
      "INSERT INTO api_keys (id, organization_id, name, scopes, secret_sha256)"
      " VALUES (gen_random_uuid(), parley_tenant(), $1, '{}', '')";
  static constexpr Sql kKeyNames = "SELECT name FROM api_keys ORDER BY name";
};

TEST_F(DatabaseOnPostgres, BringsValuesNullsAndArraysBackAsTheyWere) {
  AskedDatabase asked;
  const std::vector<std::string> items{"plain", "with \"quotes\" and \\", "a,b {c}", "", "NULL", "naïve ☎"};
  const auto rows =
      asked.read(kNobody,
                 "SELECT $1::text, $2::text, $3::bigint, $4::boolean, $5::text[] UNION ALL SELECT '', '', 0, "
                 "false, '{}'",
                 {"it's; DROP TABLE tenants --", std::nullopt, "-42", "t", to_sql_array(items)});
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ(rows->at(0, 0), "it's; DROP TABLE tenants --");
  EXPECT_EQ(rows->at(0, 1), std::nullopt);
  EXPECT_EQ(rows->integer(0, 2), -42);
  EXPECT_TRUE(rows->truth(0, 3));
  EXPECT_EQ(from_sql_array(rows->text(0, 4)), items);
  EXPECT_EQ(rows->at(1, 0), "");
  EXPECT_TRUE(from_sql_array(rows->text(1, 4)).empty());
}

TEST_F(DatabaseOnPostgres, SaysHowManyRowsAStatementChanged) {
  AskedDatabase asked;
  const auto changed = asked.transact(kNobody, "UPDATE tenants SET version = version + 1");
  ASSERT_TRUE(changed) << changed.error().message;
  EXPECT_EQ(changed->affected(), 2U);
}

TEST_F(DatabaseOnPostgres, RefusesTextWithNulInPlaceOfCuttingIt) {
  AskedDatabase asked;
  const auto rows = asked.read(kNobody, "SELECT $1::text", {std::string("a\0b", 3)});
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().fault, Fault::invalid_input);
}

TEST_F(DatabaseOnPostgres, KeepsATransactionWholeOrNotAtAll) {
  AskedDatabase asked;
  auto twice = [](DatabaseSession& session) -> Result<int> {
    if (auto added = session.execute(kAddKey, {"kept?"}); !added) return added.error();
    return Error{Fault::not_found, "changed our mind"};
  };
  const auto refused = asked.transact(kAlpha, twice);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "changed our mind");
  EXPECT_TRUE(asked.read(kAlpha, kKeyNames)->empty());

  auto careless = [](DatabaseSession& session) -> Result<int> {
    (void)session.execute(kAddKey, {"kept?"});
    (void)session.execute("SELECT 1 / 0");
    return 1;
  };
  const auto failed = asked.transact(kAlpha, careless);
  ASSERT_FALSE(failed) << "a failed statement was not noticed";
  EXPECT_EQ(failed.error().fault, Fault::invalid_input);
  EXPECT_TRUE(asked.read(kAlpha, kKeyNames)->empty());

  auto broken = [](DatabaseSession& session) -> Result<int> {
    (void)session.execute(kAddKey, {"kept?"});
    throw std::logic_error("our own mistake");
  };
  EXPECT_THROW((void)asked.transact(kAlpha, broken), std::logic_error);
  EXPECT_TRUE(asked.read(kAlpha, kKeyNames)->empty());
  ASSERT_TRUE(asked.transact(kAlpha, kAddKey, {"kept"}));
  EXPECT_EQ(asked.read(kAlpha, kKeyNames)->text(0, 0), "kept");
}

// One connection for all: whatever happened on it before must not show.
TEST_F(DatabaseOnPostgres, NeverShowsOneOrganizationWhatAnotherLeftOnTheConnection) {
  AskedDatabase asked(1);
  ASSERT_TRUE(asked.transact(kAlpha, kAddKey, {"of alpha"}));
  ASSERT_TRUE(asked.transact(kBeta, kAddKey, {"of beta"}));
  auto sees = [&](const OrganizationKey& who) {
    const auto rows = asked.read(who, kKeyNames);
    std::string names;
    for (std::size_t i = 0; rows && i < rows->size(); ++i) names += rows->text(i, 0) + ";";
    return names;
  };
  auto fail_within = [](DatabaseSession& session) -> Result<Rows> {
    (void)session.enter(kAlpha);
    return session.execute("SELECT 1 / 0");
  };
  auto enter_and_stay = [](DatabaseSession& session) -> Result<Rows> {
    (void)session.enter(kBeta);
    return session.execute(kKeyNames);
  };
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(sees(kAlpha), "of alpha;");
    EXPECT_EQ(sees(kBeta), "of beta;");
    EXPECT_EQ(sees(kNobody), "");
    EXPECT_FALSE(asked.transact(kBeta, fail_within));
    EXPECT_EQ(sees(kBeta), "of beta;");
    EXPECT_FALSE(asked.read(kBeta, fail_within));
    EXPECT_EQ(sees(kNobody), "");
    EXPECT_EQ(asked.read(kAlpha, enter_and_stay)->text(0, 0), "of beta");
    EXPECT_EQ(sees(kAlpha), "of alpha;");
    EXPECT_EQ(asked.transact(kAlpha, enter_and_stay)->text(0, 0), "of beta");
    EXPECT_EQ(sees(kAlpha), "of alpha;");
    EXPECT_EQ(sees(OrganizationKey{"gamma"}), "");
  }
}

TEST_F(DatabaseOnPostgres, ForgetsAPresentedKeyWithTheWork) {
  AskedDatabase asked(1);
  ASSERT_TRUE(asked.transact(kAlpha, kAddKey, {"of alpha"}));
  const auto id = asked.read(kAlpha, "SELECT id FROM api_keys")->text(0, 0);
  auto present = [&](DatabaseSession& session) -> Result<Rows> {
    if (auto presented = session.present_key(id); !presented) return presented.error();
    return session.execute(kKeyNames);
  };
  EXPECT_EQ(asked.read(kNobody, present)->size(), 1U);
  EXPECT_TRUE(asked.read(kNobody, kKeyNames)->empty());
  EXPECT_EQ(asked.transact(kBeta, present)->size(), 1U);
  EXPECT_TRUE(asked.read(kBeta, kKeyNames)->empty());
}

TEST_F(DatabaseOnPostgres, NamesTheFaultOfWhatWasAsked) {
  AskedDatabase asked;
  struct Case {
    Sql statement;
    Fault fault;
  };
  const std::vector<Case> cases{
      {"INSERT INTO tenants (id, key) VALUES (gen_random_uuid(), 'alpha')", Fault::conflict},
      {"INSERT INTO tenants (id, key) VALUES (gen_random_uuid(), 'Not A Key')", Fault::invalid_input},
      {"INSERT INTO erased_calls (call_id, organization_id) VALUES (gen_random_uuid(), gen_random_uuid())",
       Fault::invalid_input},
      {"SELECT 'seven'::int", Fault::invalid_input},
      {"DELETE FROM schema_migrations", Fault::unavailable},
      {"SELECT nonsense", Fault::unavailable},
  };
  for (const auto& one : cases) {
    const auto rows = asked.transact(kAlpha, one.statement);
    ASSERT_FALSE(rows) << one.statement.text();
    EXPECT_EQ(rows.error().fault, one.fault) << one.statement.text() << ": " << rows.error().message;
  }
  EXPECT_EQ(asked.meters.counter("parley_database_errors_total", "", {{"fault", "conflict"}}).value(), 1U);
  EXPECT_EQ(asked.tenant(kAlpha), "alpha");
}

TEST_F(DatabaseOnPostgres, GivesUpAStatementAtTheDeadline) {
  AskedDatabase asked(1, 200ms);
  const auto begin = asked.clock->now();
  const auto rows = asked.read(kNobody, "SELECT pg_sleep(20)");
  EXPECT_LT(asked.clock->now() - begin, 2s);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().fault, Fault::timed_out);
  EXPECT_EQ(asked.tenant(kBeta), "beta");
}

TEST_F(DatabaseOnPostgres, TurnsAwayWhoeverComesToAFullQueue) {
  AskedDatabase asked(1, 10s, 1);
  std::latch begun(1);
  std::latch go_on(1);
  auto hold = [&](DatabaseSession& session) {
    begun.count_down();
    go_on.wait();
    return session.execute("SELECT 1");
  };
  auto ask = [](DatabaseSession& session) { return session.execute("SELECT 2"); };
  auto first = asked.loop.start(asked.database->read(kNobody, hold));
  begun.wait();
  auto second = asked.loop.start(asked.database->read(kNobody, ask));
  const auto third = asked.read(kNobody, "SELECT 3");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().fault, Fault::exhausted);
  go_on.count_down();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(second.get());
  EXPECT_TRUE(asked.read(kNobody, "SELECT 4"));
}

TEST_F(DatabaseOnPostgres, WaitsForTheEndOfWorkWhoseAwaiterIsCancelled) {
  AskedDatabase asked;
  std::latch begun(1);
  std::latch go_on(1);
  bool worked = false;
  auto hold = [&](DatabaseSession& session) {
    begun.count_down();
    go_on.wait();
    auto rows = session.execute("SELECT 1");
    worked = rows.has_value();
    return rows;
  };
  asio::cancellation_signal cancel;
  std::promise<bool> ended;
  auto done = [&](const std::exception_ptr&, const Result<Rows>&) { ended.set_value(worked); };
  asio::post(asked.loop.home(), [&] {
    asio::co_spawn(asked.loop.home(), asked.database->transact(kNobody, hold),
                   asio::bind_cancellation_slot(cancel.slot(), done));
  });
  begun.wait();
  std::promise<void> cancelled;
  asio::post(asked.loop.home(), [&] {
    cancel.emit(asio::cancellation_type::terminal);
    cancelled.set_value();
  });
  cancelled.get_future().wait();
  go_on.count_down();
  EXPECT_TRUE(ended.get_future().get()) << "the awaiter came back before its work had ended";
}

TEST_F(DatabaseOnPostgres, ServesAThreadOfItsOwnOnAConnectionThatItKeeps) {
  AskedDatabase asked;
  std::vector<std::string> backends;
  auto note_backend = [&](DatabaseSession& session) -> std::optional<Error> {
    auto rows = session.execute("SELECT pg_backend_pid()::text || current_setting('parley.organization')");
    if (!rows) return rows.error();
    backends.push_back(rows->text(0, 0));
    return std::nullopt;
  };
  EXPECT_EQ(asked.database->transact_here(kAlpha, 5s, note_backend), std::nullopt);
  EXPECT_EQ(asked.database->transact_here(kAlpha, 5s, note_backend), std::nullopt);
  std::thread other([&] { EXPECT_EQ(asked.database->transact_here(kAlpha, 5s, note_backend), std::nullopt); });
  other.join();
  ASSERT_EQ(backends.size(), 3U);
  EXPECT_EQ(backends[0], backends[1]);
  EXPECT_NE(backends[0], backends[2]);
}

TEST_F(DatabaseOnPostgres, TellsItsState) {
  AskedDatabase asked;
  EXPECT_FALSE(asked.database->state().ready);
  ASSERT_TRUE(asked.read(kNobody, "SELECT 1"));
  EXPECT_TRUE(asked.database->state().ready);
  EXPECT_EQ(asked.database->state().problem, "");
  EXPECT_EQ(asked.meters.gauge("parley_database_connections_in_use", "", {}).value(), 0);
}

TEST_F(DatabaseOnPostgres, NeverRepeatsAPassword) {
  PlainMeters meters;
  LoopThread loop;
  for (const std::string url : {"postgresql://nobody:s3cr3t@/none?host=/nonexistent", "postgresql://a:s3cr3t@[::1",
                                "postgresql://nobody:s3cr3t@127.0.0.1:1/none"}) {
    const auto database = Database::create({url, 1, 1, 2s}, Log(), meters);
    auto ask = [](DatabaseSession& session) { return session.execute("SELECT 1"); };
    const auto rows = loop.run(database->read(kNobody, ask));
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().fault, Fault::unavailable);
    EXPECT_EQ(rows.error().message.find("s3cr3t"), std::string::npos) << rows.error().message;
    EXPECT_FALSE(database->state().ready);
    EXPECT_EQ(database->state().problem, rows.error().message);
  }
}

}  // namespace
}  // namespace parley
