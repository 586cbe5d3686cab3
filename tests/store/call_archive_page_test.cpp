// SPDX-License-Identifier: Apache-2.0
#include "call_archive_page.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"

namespace parley {
namespace {

using test::call_id;
using test::record_of;

std::vector<CallRecord> records(std::initializer_list<std::uint8_t> numbers) {
  std::vector<CallRecord> all;
  for (const auto number : numbers) all.push_back(record_of(number));
  return all;
}
std::vector<CallId> ids_of(const CallPage& page) {
  std::vector<CallId> ids;
  for (const auto& call : page.calls) ids.push_back(call.id);
  return ids;
}
CallQuery limited(std::size_t limit) {
  CallQuery query;
  query.organization = OrganizationKey{"demo"};
  query.limit = limit;
  return query;
}

TEST(CallPageUnion, MergesNewestFirst) {
  CallPageUnion page(limited(10), records({2, 5}));
  EXPECT_FALSE(page.complete());
  page.add(records({4, 3, 1}), {false, false, false}, false);
  EXPECT_TRUE(page.complete());
  const auto result = page.take();
  EXPECT_EQ(ids_of(result), (std::vector<CallId>{call_id(5), call_id(4), call_id(3), call_id(2), call_id(1)}));
  EXPECT_EQ(result.next_cursor, std::nullopt);
}

TEST(CallPageUnion, AFullPageGoesOnBehindItsLastCall) {
  CallPageUnion page(limited(2), records({1, 9}));
  page.add(records({8, 7, 6}), {false, false, false}, true);
  EXPECT_TRUE(page.complete());
  const auto result = page.take();
  EXPECT_EQ(ids_of(result), (std::vector<CallId>{call_id(9), call_id(8)}));
  EXPECT_EQ(result.next_cursor, (CallCursor{record_of(8).started_at, call_id(8)}));
}

TEST(CallPageUnion, OutdatedRowsAreMadeUpForByOlderOnes) {
  CallPageUnion page(limited(2), {});
  page.add(records({9, 8, 7}), {true, true, false}, true);
  ASSERT_FALSE(page.complete());
  EXPECT_EQ(page.next_query().cursor, (CallCursor{record_of(7).started_at, call_id(7)}));
  page.add(records({6, 5}), {false, false}, false);
  EXPECT_TRUE(page.complete());
  const auto result = page.take();
  EXPECT_EQ(ids_of(result), (std::vector<CallId>{call_id(7), call_id(6)}));
  EXPECT_TRUE(result.next_cursor);
}

TEST(CallPageUnion, MemoryAloneMakesAPageToo) {
  CallPageUnion page(limited(1), records({1, 2}));
  page.add({}, {}, false);
  const auto result = page.take();
  EXPECT_EQ(ids_of(result), std::vector<CallId>{call_id(2)});
  EXPECT_TRUE(result.next_cursor);
}

TEST(UnionOfCallbacks, MemoryWinsAndTheQueryHolds) {
  const auto one = [](std::uint8_t number, const std::string& state) {
    Callback callback;
    callback.id = CallbackId(call_id(number).uuid());
    callback.state = state;
    return callback;
  };
  CallbackQuery query;
  query.state = "open";
  query.limit = 2;
  const auto page = union_of_callbacks(query, {one(4, "open"), one(2, "open"), one(1, "open")},
                                       {one(4, "done"), one(5, "open"), one(6, "done")});
  ASSERT_EQ(page.callbacks.size(), 2U);
  EXPECT_EQ(page.callbacks[0].id, one(5, "").id);
  EXPECT_EQ(page.callbacks[1].id, one(2, "").id);
  EXPECT_EQ(page.next_cursor, one(2, "").id);
  query.cursor = page.next_cursor;
  const auto rest = union_of_callbacks(query, {one(1, "open")}, {one(5, "open")});
  ASSERT_EQ(rest.callbacks.size(), 1U);
  EXPECT_EQ(rest.next_cursor, std::nullopt);
}

}  // namespace
}  // namespace parley
