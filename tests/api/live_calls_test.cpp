// SPDX-License-Identifier: Apache-2.0
#include "live_calls.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"

namespace parley {
namespace {

using test::record_of;

CallRecord on(const std::string& node, std::uint8_t number) {
  auto record = record_of(number);
  record.node = node;
  return record;
}

CallQuery live(std::size_t limit = 50) {
  CallQuery query;
  query.organization = OrganizationKey{"demo"};
  query.live_only = true;
  query.limit = limit;
  return query;
}

std::vector<int> numbers(const CallPage& page) {
  std::vector<int> found;
  for (const auto& record : page.calls) found.push_back(record.id.uuid().bytes()[15]);
  return found;
}

TEST(LiveCalls, AreUnitedOnceAndNewestFirst) {
  CallPage archive;
  archive.calls = {on("a", 5), on("b", 4), on("a", 1)};
  const auto page = unite_live(live(), archive, {on("b", 4), on("b", 3)}, true, "a");
  EXPECT_EQ(numbers(page), (std::vector<int>{5, 4, 3, 1}));
  EXPECT_FALSE(page.next_cursor);
}

TEST(LiveCalls, OfAnotherInstanceThatDoesNotNameThemAreOver) {
  CallPage archive;
  archive.calls = {on("b", 4), on("a", 1)};
  EXPECT_EQ(numbers(unite_live(live(), archive, {}, true, "a")), (std::vector<int>{1}));
  EXPECT_EQ(numbers(unite_live(live(), archive, {}, false, "a")), (std::vector<int>{4, 1})) << "Redis is away";
}

TEST(LiveCalls, OfOthersAreAskedTheSameQuestion) {
  auto query = live();
  query.number = "999";
  EXPECT_TRUE(unite_live(query, {}, {on("b", 3)}, true, "a").calls.empty());
  query = live();
  query.organization = OrganizationKey{"other"};
  EXPECT_TRUE(unite_live(query, {}, {on("b", 3)}, true, "a").calls.empty());
  EXPECT_TRUE(unite_live(live(), {}, {test::finished(on("b", 3))}, true, "a").calls.empty());
}

TEST(LiveCalls, EveryCallStandsOnOnePage) {
  std::vector<CallRecord> own;
  for (const int number : {9, 7, 5, 3, 1}) own.push_back(on("a", static_cast<std::uint8_t>(number)));
  const std::vector<CallRecord> others = {on("b", 8), on("b", 2)};
  std::vector<int> seen;
  auto query = live(2);
  for (int pages = 0; pages < 10; ++pages) {
    CallPage archive;
    for (const auto& record : own) {
      const CallCursor place{record.started_at, record.id};
      if (query.cursor && place >= *query.cursor) continue;
      if (archive.calls.size() == query.limit) {
        archive.next_cursor = CallCursor{archive.calls.back().started_at, archive.calls.back().id};
        break;
      }
      archive.calls.push_back(record);
    }
    const auto page = unite_live(query, archive, others, true, "a");
    for (const auto number : numbers(page)) seen.push_back(number);
    if (!page.next_cursor) break;
    query.cursor = page.next_cursor;
  }
  EXPECT_EQ(seen, (std::vector<int>{9, 8, 7, 5, 3, 2, 1}));
}

}  // namespace
}  // namespace parley
