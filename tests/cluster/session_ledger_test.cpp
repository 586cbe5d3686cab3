// SPDX-License-Identifier: Apache-2.0
#include "session_ledger.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"

namespace parley {
namespace {

constexpr Instant kStart{};
using Kind = SessionLedger::Step::Kind;

LiveSession session(std::uint8_t number, const std::string& said = "hello") {
  auto record = test::record_of(number);
  record.greeting.emplace().text = said;
  return live_session(record, "node-a");
}

class Ledger : public testing::Test {
 protected:
  // Does whatever is to be done; the calls that were told, and taken back.
  std::string work_off(Instant now) {
    std::string work;
    while (const auto step = ledger.next(now)) {
      work += step->kind == Kind::tell ? "+" : "-";
      work += std::to_string(step->session.call.uuid().bytes()[15]);
      ledger.done(*step, now);
    }
    return work;
  }
  SessionLedger ledger;
};

TEST_F(Ledger, TellsWhatIsNewAndWhatChanged) {
  ledger.runs(session(1));
  ledger.runs(session(2));
  EXPECT_EQ(ledger.untold(), 2U);
  EXPECT_EQ(work_off(kStart), "+1+2");
  ledger.runs(session(1));
  EXPECT_EQ(work_off(kStart), "") << "the same again is no news";
  ledger.runs(session(1, "goodbye"));
  EXPECT_EQ(work_off(kStart), "+1");
  EXPECT_EQ(ledger.untold(), 0U);
}

TEST_F(Ledger, RefreshesBeforeASessionWouldGo) {
  ledger.runs(session(1));
  work_off(kStart);
  EXPECT_EQ(ledger.due(), kStart + 20s);
  EXPECT_EQ(work_off(kStart + 20s - 1ms), "");
  EXPECT_EQ(work_off(kStart + 20s), "+1");
  EXPECT_EQ(ledger.due(), kStart + 40s);
}

TEST_F(Ledger, OnlyTheNewestStateIsTold) {
  ledger.runs(session(1, "one"));
  const auto step = ledger.next(kStart);
  ledger.runs(session(1, "two"));
  ledger.runs(session(1, "three"));
  ledger.done(*step, kStart);  // of "one": what came meanwhile is still to be told
  const auto newest = ledger.next(kStart);
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->session, session(1, "three"));
  EXPECT_EQ(work_off(kStart), "+1");
}

TEST_F(Ledger, WhatFailsStaysToBeDone) {
  ledger.runs(session(1));
  EXPECT_TRUE(ledger.next(kStart));
  EXPECT_TRUE(ledger.next(kStart + 1s));
  EXPECT_EQ(ledger.untold(), 1U);
  EXPECT_EQ(work_off(kStart + 2s), "+1");
}

TEST_F(Ledger, AnEndedCallIsTakenBack) {
  ledger.runs(session(1));
  work_off(kStart);
  ledger.ended(test::call_id(1), kStart + 5s);
  EXPECT_EQ(ledger.running(), 0U);
  EXPECT_EQ(work_off(kStart + 5s), "-1");
  EXPECT_EQ(ledger.due(), std::nullopt);
}

TEST_F(Ledger, ACallThatWasNeverToldIsNotTakenBack) {
  ledger.ended(test::call_id(9), kStart);
  ledger.runs(session(1));
  ledger.ended(test::call_id(1), kStart);
  EXPECT_EQ(work_off(kStart), "");
}

TEST_F(Ledger, ACallWhoseTellingWentUnansweredIsTakenBack) {
  ledger.runs(session(1));
  ASSERT_TRUE(ledger.next(kStart));  // sent; nobody knows what became of it
  ledger.ended(test::call_id(1), kStart);
  EXPECT_EQ(work_off(kStart), "-1");
}

TEST_F(Ledger, WhatHasGoneByItselfIsNotTakenBackAnyMore) {
  ledger.runs(session(1));
  work_off(kStart);
  ledger.ended(test::call_id(1), kStart);
  EXPECT_TRUE(ledger.next(kStart + 60s - 1ms));
  EXPECT_FALSE(ledger.next(kStart + 60s));
}

TEST_F(Ledger, ARedisThatForgotIsToldEverythingAgain) {
  ledger.runs(session(1));
  ledger.runs(session(2));
  work_off(kStart);
  ledger.forgotten();
  EXPECT_EQ(ledger.untold(), 2U);
  EXPECT_EQ(work_off(kStart + 1s), "+1+2");
}

}  // namespace
}  // namespace parley
