// SPDX-License-Identifier: Apache-2.0
#include "write_behind_recovery.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"
#include "write_behind_replay.hpp"

namespace parley {
namespace {

using test::call_id;
using test::finished;
using test::record_of;

class Recovery : public ::testing::Test {
 protected:
  std::optional<CallRecord> add(const CallRecord* before, const CallRecord& now, WallTime at = WallTime{}) {
    return recovery_.add({kCallEntry, encode(difference(before, now, at)), {1, ++end_}});
  }
  static CallRecord with_turns(CallRecord record, std::uint32_t count) {
    for (std::uint32_t number = 1; number <= count; ++number) {
      TurnRecord turn;
      turn.number = number;
      record.turns.push_back(turn);
    }
    return record;
  }
  WriteBehindRecovery recovery_;
  std::uint64_t end_ = 0;
};

TEST_F(Recovery, ACallThatIsOverIsGivenBackWhole) {
  const auto first = with_turns(record_of(1), 1);
  const auto last = finished(with_turns(record_of(1), 3));
  EXPECT_EQ(add(nullptr, first), std::nullopt);
  EXPECT_EQ(add(&first, last), last);
  EXPECT_TRUE(recovery_.lost().empty());
  EXPECT_EQ(recovery_.take_found().size(), 2U);
}

// Its first turns are in the database already.
TEST_F(Recovery, ACallOfWhichTheBeginningIsMissingIsNotGivenBack) {
  const auto first = with_turns(record_of(1), 2);
  EXPECT_EQ(add(&first, finished(first)), std::nullopt);
  EXPECT_EQ(add(&first, finished(with_turns(record_of(1), 3))), std::nullopt);
}

TEST_F(Recovery, ACallWithoutAnEndWentDownAtTheLastMomentThatIsKnown) {
  const WallTime at = record_of(1).started_at + std::chrono::seconds{42};
  const auto first = with_turns(record_of(1), 1);
  add(nullptr, first, record_of(1).started_at);
  add(&first, with_turns(record_of(1), 2), at);
  add(nullptr, finished(record_of(2)), at);
  const auto lost = recovery_.lost();
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].record.id, call_id(1));
  EXPECT_EQ(lost[0].record.ended_at, at);
  EXPECT_EQ(lost[0].record.end_reason, CallEnd::server_lost);
  EXPECT_EQ(lost[0].record.turns.size(), 2U);
  EXPECT_TRUE(lost[0].whole);
}

TEST_F(Recovery, CallbacksAreFoundToo) {
  Callback callback;
  callback.id = CallbackId(call_id(7).uuid());
  callback.organization = OrganizationKey{"demo"};
  callback.number = "+1555";
  recovery_.add({kCallbackEntry, encode(callback), {1, 5}});
  EXPECT_EQ(recovery_.callbacks(), std::vector<Callback>{callback});
  const auto found = recovery_.take_found();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].numbers, std::vector<std::string>{"+1555"});
}

TEST_F(Recovery, WhatCannotBeReadIsPassedOver) {
  EXPECT_EQ(recovery_.add({kCallEntry, "nonsense", {1, 1}}), std::nullopt);
  EXPECT_EQ(recovery_.add({99, "{}", {1, 2}}), std::nullopt);
  EXPECT_TRUE(recovery_.take_found().empty());
}

}  // namespace
}  // namespace parley
