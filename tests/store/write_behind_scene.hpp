// SPDX-License-Identifier: Apache-2.0
// A write-behind over the room's Postgres, with a spool of its own.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>

#include "database/asked.hpp"
#include "parley/store/write_behind.hpp"
#include "support/call_records.hpp"
#include "support/temporary_directory.hpp"

namespace parley::test {

// Told apart by any number; `number` also says when it started, in seconds.
inline CallRecord numbered_call(std::uint32_t number, const std::string& organization = "alpha") {
  auto record = finished(record_of(1, organization));
  Uuid::Bytes bytes{};
  bytes[0] = 1;
  for (std::size_t i = 0; i < 4; ++i) bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  record.id = CallId(Uuid(bytes));
  record.node = "node-1";
  record.started_at = WallTime{std::chrono::seconds{1700000000 + number}};
  record.ended_at = record.started_at + std::chrono::seconds{30};
  return record;
}
inline CallRecord live(CallRecord record) {
  record.ended_at.reset();
  record.end_reason.reset();
  return record;
}
inline CallRecord with_turn(CallRecord record, const std::string& text, const std::string& reply = "Yes.") {
  TurnRecord turn;
  turn.number = static_cast<std::uint32_t>(record.turns.size() + 1);
  turn.caller = CallerSaid{text, 0.9, 100, 1200, ""};
  turn.decision = RecordedDecision{"1a", "keyword", "hours", 1, {{"hours", "keyword", 1}}, 0, 0.01};
  turn.reply = AgentSaid{reply, reply, false};
  turn.timings.e2e = 312.5;
  record.turns.push_back(std::move(turn));
  return record;
}

class WriteBehindScene : public ::testing::Test {
 protected:
  WriteBehindScene() { make_two_tenants(); }

  WriteBehindSettings settings(const std::string& node = "node-1") const {
    WriteBehindSettings settings;
    settings.directory = room_.path() / node;
    settings.node = node;
    settings.database_deadline = deadline_;
    return settings;
  }
  std::unique_ptr<WriteBehind> open(WriteBehindSettings settings, RecentCalls& recent, Database* database) {
    auto opened = create_write_behind(std::move(settings), recent, database, *asked_.clock, Log(), meters_, [this] {
      Uuid::Bytes bytes{};
      bytes[0] = 2;
      bytes[15] = static_cast<std::uint8_t>(++callbacks_);
      return CallbackId(Uuid(bytes));
    });
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
    return opened ? std::move(*opened) : nullptr;
  }
  std::unique_ptr<WriteBehind> open() { return open(settings(), *recent_, asked_.database.get()); }
  bool flush(WriteBehind& log, std::chrono::milliseconds patience = std::chrono::seconds{30}) {
    return log.flush(asked_.clock->now() + patience);
  }
  // Without a sleep: flush waits for news.
  bool comes_true(WriteBehind& log, const std::function<bool()>& wish) {
    for (const auto end = asked_.clock->now() + std::chrono::seconds{30}; asked_.clock->now() < end;) {
      if (wish()) return true;
      flush(log, std::chrono::milliseconds{5});
    }
    return wish();
  }
  std::string one(const OrganizationKey& organization, Sql statement, std::vector<SqlValue> values = {}) {
    const auto rows = asked_.read(organization, statement, std::move(values));
    if (!rows) return rows.error().message;
    return rows->empty() ? "nothing" : rows->text(0, 0);
  }

  std::chrono::milliseconds deadline_{2000};
  TemporaryDirectory room_;
  AskedDatabase asked_{2};
  PlainMeters meters_;
  std::atomic<int> callbacks_ = 0;
  std::unique_ptr<RecentCalls> recent_ = create_recent_calls(20000);
};

}  // namespace parley::test
