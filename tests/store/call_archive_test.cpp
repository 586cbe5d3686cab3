// SPDX-License-Identifier: Apache-2.0
#include "parley/store/call_archive.hpp"

#include <fstream>

#include "store/write_behind_scene.hpp"

namespace parley::test {
namespace {

class CallArchiveOnPostgres : public WriteBehindScene {
 protected:
  ~CallArchiveOnPostgres() override {
    if (away_) PostgresRoom::shared().restart();
  }
  template <class T>
  T run(Task<T> task) {
    return asked_.loop.run(std::move(task));
  }
  void keep(const CallRecord& record) {
    log_->remember(record);
    ASSERT_TRUE(flush(*log_));
  }
  std::vector<CallId> listed(CallArchive& archive, CallQuery query, bool whole = true) {
    const auto page = run(archive.list(std::move(query)));
    EXPECT_EQ(page.whole, whole);
    std::vector<CallId> ids;
    for (const auto& call : page.page.calls) ids.push_back(call.id);
    return ids;
  }
  static CallQuery everything(std::size_t limit = 50) {
    CallQuery query;
    query.organization = kAlpha;
    query.limit = limit;
    return query;
  }
  static CallId id(std::uint32_t number) { return numbered_call(number).id; }
  void stop() {
    PostgresRoom::shared().kill();
    away_ = true;
  }

  bool away_ = false;
  std::unique_ptr<WriteBehind> log_ = open();
  std::unique_ptr<CallArchive> archive_ =
      create_call_archive(*asked_.database, *recent_, *log_, room_.path() / "recordings", *asked_.clock);
  // As after a restart, or on another instance.
  std::unique_ptr<RecentCalls> no_memory_ = create_recent_calls(10);
  std::unique_ptr<CallArchive> elsewhere_ =
      create_call_archive(*asked_.database, *no_memory_, *log_, room_.path() / "recordings", *asked_.clock);
};

TEST_F(CallArchiveOnPostgres, ACallIsFoundWhereverItIs) {
  const auto record = with_turn(numbered_call(1), "hello");
  keep(record);
  for (auto* archive : {archive_.get(), elsewhere_.get()}) {
    const auto found = run(archive->find(kAlpha, record.id));
    ASSERT_TRUE(found.has_value() && found->has_value());
    EXPECT_EQ((*found)->record, record);
    EXPECT_EQ((*found)->kept, Kept::database);
    EXPECT_EQ(*run(archive->find(kBeta, record.id)), std::nullopt);
    EXPECT_EQ(*run(archive->find(kAlpha, id(99))), std::nullopt);
  }
}

// Half of them in the database alone, half in memory and nowhere else (their organization's tenant is renamed away).
TEST_F(CallArchiveOnPostgres, PagesOverMemoryAndDatabaseHoldEveryCallOnce) {
  auto& room = PostgresRoom::shared();
  for (std::uint32_t number = 0; number < 30; number += 2) log_->remember(numbered_call(number));
  ASSERT_TRUE(flush(*log_));
  for (std::uint32_t number = 0; number < 30; number += 2) recent_->erase(id(number));
  room.run_sql(room.superuser_url(), "UPDATE tenants SET key = 'away' WHERE key = 'alpha'");
  for (std::uint32_t number = 1; number < 30; number += 2) log_->remember(numbered_call(number));
  ASSERT_TRUE(flush(*log_));
  room.run_sql(room.superuser_url(), "UPDATE tenants SET key = 'alpha' WHERE key = 'away'");
  auto query = everything(7);
  std::vector<CallId> seen;
  for (int page = 0; page < 10; ++page) {
    const auto answer = run(archive_->list(query));
    EXPECT_TRUE(answer.whole);
    for (const auto& call : answer.page.calls) seen.push_back(call.id);
    query.cursor = answer.page.next_cursor;
    if (!query.cursor) break;
  }
  std::vector<CallId> all;
  for (std::uint32_t number = 30; number-- > 0;) all.push_back(id(number));
  EXPECT_EQ(seen, all);
}

TEST_F(CallArchiveOnPostgres, WithoutTheDatabaseMemoryIsServedAndSaysSo) {
  keep(numbered_call(1));
  stop();
  log_->remember(numbered_call(2));
  EXPECT_EQ(listed(*archive_, everything(), false), (std::vector<CallId>{id(2), id(1)}));
  const auto found = run(archive_->find(kAlpha, id(1)));
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->has_value());
  EXPECT_FALSE(run(elsewhere_->find(kAlpha, id(1))).has_value()) << "nobody knows";
}

TEST_F(CallArchiveOnPostgres, TheNewerVersionInMemorySpeaksForACall) {
  keep(live(numbered_call(1)));
  keep(numbered_call(2));
  auto query = everything();
  query.live_only = true;
  EXPECT_EQ(listed(*archive_, query), std::vector<CallId>{id(1)});
  log_->remember(numbered_call(1));  // over now, and perhaps not written yet
  EXPECT_TRUE(listed(*archive_, query).empty());
}

TEST_F(CallArchiveOnPostgres, ACallerIsErasedEverywhere) {
  const auto recordings = room_.path() / "recordings";
  std::filesystem::create_directories(recordings);
  const auto file = [&](const std::filesystem::path& path) {
    std::ofstream(path) << "sound";
    return path;
  };
  auto first = with_turn(numbered_call(1), "hello");
  first.from = "+15559999";
  first.recording_path = file(recordings / "1.wav").string();
  auto outside = with_turn(numbered_call(2), "hello");
  outside.to = "15559999";
  outside.recording_path = file(room_.path() / "2.wav").string();
  auto others = with_turn(numbered_call(3), "hello");
  others.from = "+155599990";
  Callback callback;
  callback.organization = kAlpha;
  callback.call = others.id;
  callback.number = "+15559999";
  log_->remember(others);
  log_->remember_callback(callback);
  log_->remember(first);
  keep(outside);
  const auto erased = run(archive_->erase_caller(kAlpha, "+15559999", {"key 1", "request 1"}));
  ASSERT_TRUE(erased.has_value()) << erased.error().message;
  EXPECT_EQ(erased->calls, 2U);
  EXPECT_EQ(erased->recordings, 1U);
  EXPECT_EQ(erased->callbacks, 1U);
  EXPECT_FALSE(std::filesystem::exists(recordings / "1.wav"));
  EXPECT_TRUE(std::filesystem::exists(room_.path() / "2.wav")) << "not below the recordings";
  EXPECT_EQ(listed(*archive_, everything()), std::vector<CallId>{id(3)});
  EXPECT_EQ(recent_->find(kAlpha, id(1)), std::nullopt);
  EXPECT_TRUE(recent_->callbacks(kAlpha).empty());
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM turns"), "1");
  EXPECT_EQ(one(kAlpha, "SELECT action || ' ' || actor FROM audit_log"), "caller.erased key 1");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM audit_log WHERE audit_log::text LIKE '%5559999%'"), "0");
  // A late version of it, as from a spool.
  log_->remember(first);
  ASSERT_TRUE(flush(*log_));
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM calls"), "1");
}

TEST_F(CallArchiveOnPostgres, WhatIsErasedOnOneInstanceIsGoneOnTheOther) {
  keep(numbered_call(1));
  ASSERT_TRUE(run(elsewhere_->erase_call(kAlpha, id(1), {"key 1", ""})).has_value());
  EXPECT_TRUE(recent_->find(kAlpha, id(1))) << "its memory does not know yet";
  EXPECT_TRUE(listed(*archive_, everything()).empty());
  EXPECT_EQ(*run(archive_->find(kAlpha, id(1))), std::nullopt);
  EXPECT_EQ(recent_->find(kAlpha, id(1)), std::nullopt);
}

TEST_F(CallArchiveOnPostgres, ACallThatRunsIsNotErased) {
  keep(live(numbered_call(1)));
  const auto call = run(archive_->erase_call(kAlpha, id(1), {"key 1", ""}));
  ASSERT_FALSE(call.has_value());
  EXPECT_EQ(call.error().fault, Fault::conflict);
  for (auto* archive : {archive_.get(), elsewhere_.get()}) {
    const auto caller = run(archive->erase_caller(kAlpha, numbered_call(1).from, {"key 1", ""}));
    ASSERT_FALSE(caller.has_value());
    EXPECT_EQ(caller.error().fault, Fault::conflict);
  }
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM calls"), "1");
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM audit_log"), "0");
}

TEST_F(CallArchiveOnPostgres, ErasingAForeignOrUnknownCallFindsNothing) {
  keep(numbered_call(1));
  const auto foreign = run(archive_->erase_call(kBeta, id(1), {"key 1", ""}));
  ASSERT_FALSE(foreign.has_value());
  EXPECT_EQ(foreign.error().fault, Fault::not_found);
  EXPECT_EQ(run(archive_->erase_caller(kBeta, numbered_call(1).from, {"key 1", ""}))->calls, 0U);
  EXPECT_TRUE(run(archive_->find(kAlpha, id(1)))->has_value());
}

TEST_F(CallArchiveOnPostgres, CallbacksAreListedSettledAndAudited) {
  for (std::uint32_t number = 1; number <= 3; ++number) {
    Callback callback;
    callback.organization = kAlpha;
    callback.call = id(number);
    callback.number = "+1555000" + std::to_string(number);
    log_->remember_callback(callback);
  }
  ASSERT_TRUE(flush(*log_));
  CallbackQuery query;
  query.organization = kAlpha;
  query.limit = 2;
  const auto first = run(archive_->callbacks(query));
  ASSERT_EQ(first.callbacks.size(), 2U);
  EXPECT_EQ(first.callbacks[0].number, "+15550003");
  query.cursor = first.next_cursor;
  EXPECT_EQ(run(archive_->callbacks(query)).callbacks.size(), 1U);

  const auto callback = first.callbacks[0].id;
  const auto settled = run(archive_->settle_callback(kAlpha, callback, "done", {"key 1", "r"}));
  ASSERT_TRUE(settled.has_value()) << settled.error().message;
  EXPECT_EQ(settled->state, "done");
  EXPECT_EQ((*run(archive_->callback(kAlpha, callback)))->state, "done");
  const auto again = run(archive_->settle_callback(kAlpha, callback, "cancelled", {"key 1", "r"}));
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().fault, Fault::conflict);
  EXPECT_EQ(run(archive_->settle_callback(kBeta, callback, "open", {"key 1", "r"})).error().fault, Fault::not_found);
  EXPECT_TRUE(run(archive_->settle_callback(kAlpha, callback, "open", {"key 1", "r"})).has_value());
  EXPECT_EQ(one(kAlpha, "SELECT count(*) FROM audit_log WHERE action = 'callback.settled'"), "2");
  query = {};
  query.organization = kAlpha;
  query.state = "done";
  EXPECT_TRUE(run(archive_->callbacks(query)).callbacks.empty());
  EXPECT_EQ(*run(archive_->callback(kBeta, callback)), std::nullopt);
}

}  // namespace
}  // namespace parley::test
