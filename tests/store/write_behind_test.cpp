// SPDX-License-Identifier: Apache-2.0
#include "parley/store/write_behind.hpp"

#include <fstream>

#include "call_rows.hpp"
#include "store/write_behind_scene.hpp"
#include "support/call_log_contract.hpp"

namespace parley::test {
namespace {

class WriteBehindOnPostgres : public WriteBehindScene {
 protected:
  std::optional<CallRecord> stored(const CallRecord& record) {
    const auto found = asked_.read(record.organization, [&](DatabaseSession& session) {
      return select_call(session, record.organization, record.id);
    });
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : std::nullopt;
  }
};

TEST_F(WriteBehindOnPostgres, ARecordReachesTheDatabaseAsItIs) {
  const auto log = open();
  auto record = live(numbered_call(1));
  record.answered_at = record.started_at + 12ms;
  record.greeting = AgentSaid{"Hello.", "Hel", true};
  record.recording_path = "/var/r.wav";
  log->remember(record);
  record = with_turn(record, "what are your hours");
  log->remember(record);
  record = with_turn(record, "thank you", "Bye.");
  record.turns[0].reply->interrupted = true;
  log->remember(record);
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(stored(record), record);
  record = finished(record);
  record.turns[1].reply->heard_text = "By";
  log->remember(record);
  EXPECT_EQ(recent_->find(kAlpha, record.id), record) << "memory has it at once";
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(log->kept(record.id), Kept::database);
  EXPECT_EQ(stored(record), record);
  EXPECT_EQ(one(kAlpha, "SELECT turn_count FROM calls"), "2");
  EXPECT_EQ(log->state().waiting_bytes, 0U);
}

TEST_F(WriteBehindOnPostgres, TextOfEveryKindSurvives) {
  const auto log = open();
  auto record = with_turn(numbered_call(1), std::string("nul \0 and \xff", 11), "'); DROP TABLE calls; -- %_\\ \"☎\"");
  log->remember(record);
  ASSERT_TRUE(flush(*log));
  record.turns[0].caller->text = "nul  and \xef\xbf\xbd";
  EXPECT_EQ(stored(record), record);
}

TEST_F(WriteBehindOnPostgres, ACallbackHasOneIdEverywhere) {
  const auto log = open();
  Callback callback;
  callback.call = call_id(1);
  callback.organization = kAlpha;
  callback.number = "+15550123";
  callback.heard = "tomorrow";
  callback.asked_at = WallTime{std::chrono::seconds{1700000000}};
  log->remember_callback(callback);
  ASSERT_TRUE(flush(*log));
  const auto remembered = recent_->callbacks(kAlpha);
  ASSERT_EQ(remembered.size(), 1U);
  EXPECT_FALSE(remembered[0].id.is_nil());
  EXPECT_EQ(log->kept(remembered[0].id), Kept::database);
  EXPECT_EQ(one(kAlpha, "SELECT id FROM callbacks"), remembered[0].id.to_string());
  callback.id = remembered[0].id;
  EXPECT_EQ(remembered[0], callback);
}

TEST_F(WriteBehindOnPostgres, WithoutADatabaseMemoryIsAll) {
  const auto log = open(settings(), *recent_, nullptr);
  log->remember(numbered_call(1));
  EXPECT_TRUE(flush(*log));
  EXPECT_EQ(log->kept(numbered_call(1).id), Kept::memory);
  EXPECT_TRUE(recent_->find(kAlpha, numbered_call(1).id));
  EXPECT_FALSE(std::filesystem::exists(settings().directory));
}

TEST_F(WriteBehindOnPostgres, TwoProcessesNeverShareASpool) {
  const auto log = open();
  const auto second =
      create_write_behind(settings(), *recent_, asked_.database.get(), *asked_.clock, Log(), meters_, {});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().fault, Fault::conflict);
}

TEST_F(WriteBehindOnPostgres, AnUnknownOrganizationHoldsUpNobodyAndIsTriedAgainAfterARestart) {
  {
    const auto log = open();
    log->remember(numbered_call(1, "files-only"));
    log->remember(numbered_call(2));
    ASSERT_TRUE(flush(*log));
    EXPECT_EQ(log->kept(numbered_call(1).id), Kept::memory);
    EXPECT_EQ(log->kept(numbered_call(2).id), Kept::database);
    EXPECT_EQ(log->state().set_aside, 1U);
    EXPECT_EQ(meters_.counter("parley_spool_set_aside_total", "", {}).value(), 1U);
    EXPECT_TRUE(recent_->find(OrganizationKey{"files-only"}, numbered_call(1).id));
  }
  auto& room = PostgresRoom::shared();
  room.run_sql(room.serving_url(), "INSERT INTO tenants (id, key) VALUES (gen_random_uuid(), 'files-only')");
  const auto log = open();
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(log->kept(numbered_call(1).id), Kept::database);
  EXPECT_EQ(stored(numbered_call(1, "files-only")), numbered_call(1, "files-only"));
}

TEST_F(WriteBehindOnPostgres, WhatTheDatabaseRefusesForGoodHoldsUpNobody) {
  const auto log = open();
  Callback wrong;
  wrong.id = CallbackId(call_id(200).uuid());
  wrong.organization = kAlpha;
  wrong.state = "no state";  // a CHECK says so
  log->remember_callback(wrong);
  for (std::uint32_t number = 1; number < 30; ++number) log->remember(numbered_call(number));
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(log->state().set_aside, 1U);
  EXPECT_EQ(log->kept(wrong.id), Kept::memory);
  EXPECT_EQ(log->kept(numbered_call(1).id), Kept::database);
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM calls"), "29");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM callbacks"), "0");
}

TEST_F(WriteBehindOnPostgres, ACallToNobodysNumberStaysInMemory) {
  const auto log = open();
  log->remember(numbered_call(1, ""));
  EXPECT_TRUE(flush(*log));
  EXPECT_TRUE(recent_->find(OrganizationKey{}, numbered_call(1).id));
  EXPECT_EQ(log->state().set_aside, 0U);
}

TEST_F(WriteBehindOnPostgres, ErasedCallsAndCallersAreNotBroughtBack) {
  const auto log = open();
  auto& room = PostgresRoom::shared();
  const auto erased = numbered_call(1);
  auto of_erased_caller = numbered_call(2);
  of_erased_caller.from = "+15559999";
  room.run_sql(room.superuser_url(),
               "INSERT INTO erased_calls (call_id, organization_id) SELECT '" + erased.id.to_string() +
                   "', id FROM tenants WHERE key = 'alpha'; "
                   "INSERT INTO erased_callers SELECT id, parley_number_sha256(id, '15559999') FROM tenants WHERE key "
                   "= 'alpha'");
  Callback callback;
  callback.call = erased.id;
  callback.organization = kAlpha;
  log->remember_callback(callback);
  callback.call = call_id(9);
  callback.number = "+15559999";
  log->remember_callback(callback);
  log->remember(with_turn(erased, "words"));
  log->remember(with_turn(of_erased_caller, "words"));
  log->remember(numbered_call(3));
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM calls"), "1");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM turns"), "0");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM callbacks"), "0");
  auto later = numbered_call(4);
  later.from = "+15559999";
  later.started_at = WallTime{std::chrono::seconds{4000000000}};
  log->remember(later);
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM calls"), "2") << "who calls again afterwards is kept again";
}

TEST_F(WriteBehindOnPostgres, NothingOfWhatIsInTheDatabaseStaysOnDiskWhenItIsAskedToGo) {
  const auto log = open();
  log->remember(numbered_call(1));
  ASSERT_TRUE(flush(*log));
  log->clear_copies({numbered_call(1).id});
  const auto no_segment = [this] {
    for (const auto& entry : std::filesystem::directory_iterator(settings().directory)) {
      if (entry.path().extension() == ".spool") return false;
    }
    return true;
  };
  EXPECT_TRUE(comes_true(*log, no_segment));
  log->remember(numbered_call(2));
  ASSERT_TRUE(flush(*log));
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM calls"), "2");
}

// The disk comes back (the directory was a file): what was remembered meanwhile is made up for.
TEST_F(WriteBehindOnPostgres, ADiskThatDoesNotWorkIsTriedAgain) {
  std::ofstream(room_.path() / "node-1") << "in the way";
  const auto log = open();
  log->remember(numbered_call(1));
  ASSERT_TRUE(comes_true(*log, [&] { return log->state().refused == 1; }));
  EXPECT_FALSE(log->state().spool_ready);
  EXPECT_NE(log->state().spool_problem, "");
  EXPECT_EQ(log->kept(numbered_call(1).id), Kept::memory);
  EXPECT_EQ(meters_.counter("parley_spool_refused_total", "", {}).value(), 1U);
  std::filesystem::remove(room_.path() / "node-1");
  ASSERT_TRUE(flush(*log));
  EXPECT_TRUE(log->state().spool_ready);
  EXPECT_EQ(log->kept(numbered_call(1).id), Kept::database);
}

}  // namespace
}  // namespace parley::test
