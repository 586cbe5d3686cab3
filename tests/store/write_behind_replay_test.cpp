// SPDX-License-Identifier: Apache-2.0
// What entries add up to; what becomes of them in the database is tested in write_behind_test.cpp.
#include "write_behind_replay.hpp"

#include <gtest/gtest.h>

#include "support/call_records.hpp"

namespace parley {
namespace {

using test::call_id;
using test::finished;
using test::record_of;

SpoolEntry entry_of(const CallRecord& record) {
  return {kCallEntry, encode(difference(nullptr, record, WallTime{})), {}};
}

TEST(Gather, ManyEntriesOfACallBecomeOne) {
  Callback callback;
  callback.id = CallbackId(call_id(9).uuid());
  callback.organization = OrganizationKey{"demo"};
  const auto gathered = gather({entry_of(record_of(1)),
                                entry_of(record_of(2, "other")),
                                {kCallbackEntry, encode(callback), {}},
                                entry_of(finished(record_of(1))),
                                entry_of(record_of(3))});
  ASSERT_EQ(gathered.tenants.size(), 2U);
  EXPECT_EQ(gathered.tenants[0].organization, OrganizationKey{"demo"});
  ASSERT_EQ(gathered.tenants[0].calls.size(), 2U);
  EXPECT_EQ(gathered.tenants[0].calls[0].call, finished(record_of(1)));
  EXPECT_EQ(gathered.tenants[0].callbacks, std::vector<Callback>{callback});
  EXPECT_EQ(gathered.tenants[1].calls.size(), 1U);
  EXPECT_TRUE(gathered.unreadable.empty());
}

TEST(Gather, WhatCannotBeReadIsPutBeside) {
  const SpoolEntry broken{kCallEntry, "{", {}};
  const SpoolEntry strange{77, "{}", {}};
  const auto gathered = gather({broken, entry_of(record_of(1)), strange});
  EXPECT_EQ(gathered.unreadable, (std::vector<SpoolEntry>{broken, strange}));
  EXPECT_EQ(gathered.tenants.size(), 1U);
}

TEST(IsRefusal, ADatabaseThatIsAwayIsNone) {
  EXPECT_TRUE(is_refusal({Fault::invalid_input, ""}));
  EXPECT_TRUE(is_refusal({Fault::conflict, ""}));
  for (const auto fault : {Fault::unavailable, Fault::timed_out, Fault::exhausted, Fault::closed}) {
    EXPECT_FALSE(is_refusal({fault, ""}));
  }
}

}  // namespace
}  // namespace parley
