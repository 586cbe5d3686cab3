// SPDX-License-Identifier: Apache-2.0
// What every call log must do, whatever keeps the records. Use: a fixture with `std::unique_ptr<RecentCalls> make()`,
// then INSTANTIATE_TYPED_TEST_SUITE_P(Name, CallLogContract, Maker).
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "parley/store/call_log.hpp"
#include "support/call_records.hpp"

namespace parley::test {

inline CallQuery query_of(const std::string& organization, std::size_t limit = 50) {
  CallQuery query;
  query.organization = OrganizationKey{organization};
  query.limit = limit;
  return query;
}

inline std::vector<CallId> ids_of(const CallPage& page) {
  std::vector<CallId> ids;
  for (const auto& record : page.calls) ids.push_back(record.id);
  return ids;
}

template <class Maker>
class CallLogContract : public ::testing::Test {
 protected:
  std::unique_ptr<RecentCalls> log_ = Maker::make();
};

TYPED_TEST_SUITE_P(CallLogContract);

TYPED_TEST_P(CallLogContract, GivesBackWhatWasRemembered) {
  auto record = finished(record_of(1));
  record.answered_at = record.started_at + std::chrono::milliseconds{12};
  record.recording_path = "/var/r.wav";
  TurnRecord turn;
  turn.number = 1;
  turn.caller = CallerSaid{"what are your hours", 0.9, 100, 1200, ""};
  turn.decision = RecordedDecision{"1a", "keyword", "hours", 1, {{"hours", "keyword", 1}}, 0, 0.01};
  turn.reply = AgentSaid{"We are open.", "We are", true};
  turn.timings.e2e = 312.5;
  record.turns = {turn};
  this->log_->remember(record);
  EXPECT_EQ(this->log_->find(record.organization, record.id), record);
}

TYPED_TEST_P(CallLogContract, TheLaterRecordOfACallReplacesTheEarlier) {
  this->log_->remember(record_of(1));
  this->log_->remember(finished(record_of(1)));
  const auto page = this->log_->list(query_of("demo"));
  ASSERT_EQ(page.calls.size(), 1U);
  EXPECT_EQ(page.calls.front().end_reason, CallEnd::caller_hung_up);
}

TYPED_TEST_P(CallLogContract, OrganizationsDoNotSeeEachOther) {
  this->log_->remember(record_of(1, "demo"));
  this->log_->remember(record_of(2, "other"));
  EXPECT_EQ(this->log_->find(OrganizationKey{"other"}, call_id(1)), std::nullopt);
  EXPECT_EQ(this->log_->find(OrganizationKey{"demo"}, call_id(9)), std::nullopt);
  EXPECT_EQ(ids_of(this->log_->list(query_of("demo"))), std::vector<CallId>{call_id(1)});
  EXPECT_EQ(ids_of(this->log_->list(query_of("other"))), std::vector<CallId>{call_id(2)});
  EXPECT_TRUE(this->log_->list(query_of("third")).calls.empty());
  // A foreign call as cursor shows nothing of it either.
  auto query = query_of("demo");
  query.cursor = CallCursor{record_of(2).started_at, call_id(2)};
  EXPECT_EQ(ids_of(this->log_->list(query)), std::vector<CallId>{call_id(1)});
}

TYPED_TEST_P(CallLogContract, PagesHoldEveryCallOnceNewestFirst) {
  for (std::uint8_t i = 1; i <= 7; ++i) this->log_->remember(record_of(i));
  auto query = query_of("demo", 3);
  std::vector<CallId> seen;
  int pages = 0;
  do {
    const auto page = this->log_->list(query);
    for (const auto& id : ids_of(page)) seen.push_back(id);
    query.cursor = page.next_cursor;
    ++pages;
  } while (query.cursor && pages < 10);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen,
            (std::vector<CallId>{call_id(7), call_id(6), call_id(5), call_id(4), call_id(3), call_id(2), call_id(1)}));
}

TYPED_TEST_P(CallLogContract, AFullLastPageHasNoCursor) {
  for (std::uint8_t i = 1; i <= 3; ++i) this->log_->remember(record_of(i));
  EXPECT_EQ(this->log_->list(query_of("demo", 3)).next_cursor, std::nullopt);
  EXPECT_NE(this->log_->list(query_of("demo", 2)).next_cursor, std::nullopt);
}

TYPED_TEST_P(CallLogContract, ACursorStaysRightWhileCallsCome) {
  for (std::uint8_t i = 1; i <= 4; ++i) this->log_->remember(record_of(i));
  auto query = query_of("demo", 2);
  query.cursor = this->log_->list(query).next_cursor;
  this->log_->remember(record_of(9));
  EXPECT_EQ(ids_of(this->log_->list(query)), (std::vector<CallId>{call_id(2), call_id(1)}));
}

TYPED_TEST_P(CallLogContract, CallsOfOneInstantAreAllListed) {
  for (std::uint8_t i = 1; i <= 4; ++i) {
    auto record = record_of(i);
    record.started_at = WallTime{std::chrono::seconds{5}};
    this->log_->remember(record);
  }
  auto query = query_of("demo", 3);
  const auto first = this->log_->list(query);
  query.cursor = first.next_cursor;
  EXPECT_EQ(first.calls.size() + this->log_->list(query).calls.size(), 4U);
}

TYPED_TEST_P(CallLogContract, LiveCallsAreThoseThatHaveNotEnded) {
  this->log_->remember(record_of(1));
  this->log_->remember(finished(record_of(2)));
  this->log_->remember(record_of(3));
  auto query = query_of("demo", 1);
  query.live_only = true;
  const auto page = this->log_->list(query);
  EXPECT_EQ(ids_of(page), std::vector<CallId>{call_id(3)});
  query.cursor = page.next_cursor;
  EXPECT_EQ(ids_of(this->log_->list(query)), std::vector<CallId>{call_id(1)});
}

TYPED_TEST_P(CallLogContract, CallbacksBelongToTheirOrganizationNewestFirst) {
  const auto asked = [](std::uint8_t number, const char* organization) {
    Callback callback;
    callback.call = call_id(number);
    callback.organization = OrganizationKey{organization};
    callback.number = "+1555010" + std::to_string(number);
    callback.asked_at = WallTime{std::chrono::seconds{number}};
    return callback;
  };
  this->log_->remember_callback(asked(1, "demo"));
  this->log_->remember_callback(asked(2, "other"));
  this->log_->remember_callback(asked(3, "demo"));
  EXPECT_EQ(this->log_->callbacks(OrganizationKey{"demo"}),
            (std::vector<Callback>{asked(3, "demo"), asked(1, "demo")}));
  EXPECT_TRUE(this->log_->callbacks(OrganizationKey{"third"}).empty());
}

TYPED_TEST_P(CallLogContract, ManyThreadsMayUseIt) {
  std::vector<std::thread> threads;
  for (std::uint8_t t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (std::uint8_t i = 0; i < 25; ++i) {
        const auto number = static_cast<std::uint8_t>(t * 25 + i);
        this->log_->remember(record_of(number));
        (void)this->log_->list(query_of("demo", 5));
        this->log_->remember(finished(record_of(number)));
        (void)this->log_->find(OrganizationKey{"demo"}, call_id(number));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(this->log_->list(query_of("demo", 200)).calls.size(), 100U);
}

REGISTER_TYPED_TEST_SUITE_P(CallLogContract, GivesBackWhatWasRemembered, TheLaterRecordOfACallReplacesTheEarlier,
                            OrganizationsDoNotSeeEachOther, PagesHoldEveryCallOnceNewestFirst, AFullLastPageHasNoCursor,
                            ACursorStaysRightWhileCallsCome, CallsOfOneInstantAreAllListed,
                            LiveCallsAreThoseThatHaveNotEnded, CallbacksBelongToTheirOrganizationNewestFirst,
                            ManyThreadsMayUseIt);

}  // namespace parley::test
