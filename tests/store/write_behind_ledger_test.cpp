// SPDX-License-Identifier: Apache-2.0
#include "write_behind_ledger.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"

namespace parley {
namespace {

using test::call_id;
using test::finished;
using test::record_of;

WriteBehindLedger::Record shared(CallRecord record) { return std::make_shared<const CallRecord>(std::move(record)); }

Callback callback_of(std::uint8_t number) {
  Callback callback;
  callback.id = CallbackId(call_id(number).uuid());
  callback.organization = OrganizationKey{"demo"};
  callback.number = "+15550123";
  return callback;
}

class Ledger : public ::testing::Test {
 protected:
  // As the spool would: a position each, in order.
  void spool(const WriteBehindLedger::Due& due) {
    std::vector<SpoolPosition> ends;
    for (std::size_t i = 0; i < due.size(); ++i) ends.push_back({1, ++end_});
    ledger_.spooled(due, ends);
  }
  WriteBehindLedger ledger_{3};
  std::uint64_t end_ = 0;
};

TEST_F(Ledger, ARecordGoesFromMemoryToTheSpoolToTheDatabase) {
  ledger_.remember(shared(finished(record_of(1))));
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::memory);
  const auto due = ledger_.take(10);
  ASSERT_EQ(due.calls.size(), 1U);
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::memory);
  EXPECT_FALSE(ledger_.spooled_everything());
  spool(due);
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::spool);
  EXPECT_TRUE(ledger_.spooled_everything());
  ledger_.written({1, 0});
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::spool);
  ledger_.written({1, 1});
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::database);
  EXPECT_TRUE(ledger_.unwritten().empty());
}

TEST_F(Ledger, VersionsThatComeMeanwhileTakeOnePlace) {
  for (int i = 0; i < 5; ++i) ledger_.remember(shared(record_of(1)));
  auto due = ledger_.take(10);
  ASSERT_EQ(due.calls.size(), 1U);
  EXPECT_EQ(due.calls[0].before, nullptr);
  const auto first = due.calls[0].now;
  for (int i = 0; i < 5; ++i) ledger_.remember(shared(record_of(1)));
  spool(due);
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::memory) << "a newer version waits";
  due = ledger_.take(10);
  ASSERT_EQ(due.calls.size(), 1U);
  EXPECT_EQ(due.calls[0].before, first);
}

TEST_F(Ledger, CallsThatAreOverGoFirst) {
  ledger_.remember(shared(record_of(1)));
  ledger_.remember(shared(finished(record_of(3))));
  ledger_.remember(shared(finished(record_of(2))));
  const auto due = ledger_.take(2);
  ASSERT_EQ(due.calls.size(), 2U);
  EXPECT_EQ(due.calls[0].now->id, call_id(3));
  EXPECT_EQ(due.calls[1].now->id, call_id(2));
  EXPECT_EQ(ledger_.take(2).calls.size(), 1U);
}

TEST_F(Ledger, WhatIsRefusedWaitsAndIsCountedOnce) {
  ledger_.remember(shared(record_of(1)));
  ledger_.remember(callback_of(9));
  EXPECT_EQ(ledger_.refused(ledger_.take(10)), 2U);
  EXPECT_EQ(ledger_.refused(ledger_.take(10)), 0U);
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::memory);
  EXPECT_EQ(ledger_.kept(call_id(9)), Kept::memory);
  ledger_.remember(shared(finished(record_of(1))));
  const auto due = ledger_.take(10);
  ASSERT_EQ(due.size(), 2U);
  EXPECT_TRUE(due.calls[0].now->ended_at);
  spool(due);
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::spool);
  EXPECT_EQ(ledger_.kept(call_id(9)), Kept::spool);
}

TEST_F(Ledger, ANewerVersionIsNotReplacedByTheOneThatWasRefused) {
  ledger_.remember(shared(record_of(1)));
  const auto due = ledger_.take(10);
  ledger_.remember(shared(finished(record_of(1))));
  EXPECT_EQ(ledger_.refused(due), 1U);
  EXPECT_TRUE(ledger_.take(10).calls.at(0).now->ended_at);
}

TEST_F(Ledger, TooManyThatAreOverAreGivenUpTheOldestFirst) {
  for (std::uint8_t i = 1; i <= 5; ++i) ledger_.remember(shared(finished(record_of(i))));
  ledger_.remember(shared(record_of(9)));
  const auto due = ledger_.take(10);
  ASSERT_EQ(due.calls.size(), 4U);
  EXPECT_EQ(due.calls[0].now->id, call_id(3));
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::memory);
}

TEST_F(Ledger, CallsThatRunAreKnownUntilTheyAreOver) {
  ledger_.remember(shared(record_of(1)));
  EXPECT_EQ(ledger_.running(), std::vector<CallId>{call_id(1)});
  spool(ledger_.take(10));
  ledger_.written({1, 100});
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::database);
  EXPECT_EQ(ledger_.unwritten(), std::vector<CallId>{call_id(1)}) << "memory knows it better";
  ledger_.remember(shared(finished(record_of(1))));
  spool(ledger_.take(10));
  EXPECT_TRUE(ledger_.running().empty());
}

TEST_F(Ledger, AnEndThatIsFollowedByAnOlderVersionBreaksNothing) {
  ledger_.remember(shared(finished(record_of(1))));
  ledger_.remember(shared(record_of(1)));
  ledger_.remember(shared(finished(record_of(1))));
  EXPECT_EQ(ledger_.take(10).calls.size(), 1U);
  EXPECT_TRUE(ledger_.take(10).empty());
}

TEST_F(Ledger, WhatWasFoundComesBeforeWhatIsNew) {
  ledger_.remember(shared(finished(record_of(1))));
  const auto due = ledger_.take(10);
  ledger_.spooled(due, {{2, 50}});
  ledger_.adopt({{call_id(7), {1, 10}, OrganizationKey{"demo"}, {"+1"}},
                 {call_id(8), {1, 20}, OrganizationKey{"demo"}, {"+1"}},
                 {call_id(7), {1, 30}, OrganizationKey{"demo"}, {"+1"}}});
  ledger_.written({1, 20});
  EXPECT_EQ(ledger_.kept(call_id(7)), Kept::spool) << "its newest entry is behind";
  EXPECT_EQ(ledger_.kept(call_id(8)), Kept::database);
  ledger_.written({1, 30});
  EXPECT_EQ(ledger_.kept(call_id(7)), Kept::database);
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::spool);
}

TEST_F(Ledger, WhatIsDueIsSplitAtAnyPlace) {
  for (std::size_t count = 0; count <= 4; ++count) {
    WriteBehindLedger ledger(10);
    ledger.remember(shared(record_of(1)));
    ledger.remember(shared(record_of(2)));
    ledger.remember(callback_of(3));
    auto due = ledger.take(10);
    const auto rest = due.split(count);
    EXPECT_EQ(due.calls.size(), std::min<std::size_t>(count, 2));
    EXPECT_EQ(due.size(), std::min<std::size_t>(count, 3));
    EXPECT_EQ(due.size() + rest.size(), 3U);
    if (count == 1) {
      EXPECT_EQ(rest.calls.at(0).now->id, call_id(2));
    }
  }
}

TEST_F(Ledger, FindsWhatIsOnItsWayByNumber) {
  auto call = finished(record_of(1));
  call.from = "15550123";
  ledger_.remember(shared(call));
  spool(ledger_.take(10));
  ledger_.remember(shared(record_of(2)));
  ledger_.remember(shared(record_of(3, "other")));
  ledger_.remember(callback_of(4));
  auto stranger = record_of(5);
  stranger.from = "+15550999";
  ledger_.remember(shared(stranger));
  EXPECT_EQ(ledger_.on_their_way(OrganizationKey{"demo"}, "+15550123"),
            (std::vector<CallId>{call_id(1), call_id(2), call_id(4)}));
  EXPECT_EQ(ledger_.on_their_way(OrganizationKey{"demo"}, "demo"),
            (std::vector<CallId>{call_id(1), call_id(2), call_id(5)}));
  EXPECT_TRUE(ledger_.on_their_way(OrganizationKey{"demo"}, "1555012").empty()) << "a part is not the number";
}

TEST_F(Ledger, WhatWasSetAsideIsInMemoryAlone) {
  ledger_.remember(shared(finished(record_of(1))));
  spool(ledger_.take(10));
  ledger_.set_aside(call_id(1));
  ledger_.written({1, 100});
  EXPECT_EQ(ledger_.kept(call_id(1)), Kept::memory);
}

}  // namespace
}  // namespace parley
