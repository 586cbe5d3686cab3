// SPDX-License-Identifier: Apache-2.0
#include "stream_tickets.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

const Instant kNow{std::chrono::hours{1}};
const TicketHolder kHolder{"CA1", "+1555", "demo"};

TEST(StreamTickets, AreGoodOnce) {
  StreamTickets tickets;
  tickets.issue("t1", kHolder, kNow);
  EXPECT_EQ(tickets.redeem("t1", "CA1", kNow + 59s), kHolder);
  EXPECT_FALSE(tickets.redeem("t1", "CA1", kNow + 59s));
  EXPECT_FALSE(tickets.redeem("t2", "CA1", kNow));
  EXPECT_FALSE(tickets.redeem("", "CA1", kNow));
}

TEST(StreamTickets, AreGoodForAShortTimeAndTheirOwnCall) {
  StreamTickets tickets;
  tickets.issue("t1", kHolder, kNow);
  EXPECT_FALSE(tickets.redeem("t1", "CA1", kNow + 61s));
  tickets.issue("t2", kHolder, kNow);
  EXPECT_FALSE(tickets.redeem("t2", "CA2", kNow));
  EXPECT_FALSE(tickets.redeem("t2", "CA1", kNow)) << "whoever tried it has used it";
}

TEST(StreamTickets, AreBounded) {
  StreamTickets tickets;
  for (std::size_t i = 0; i <= StreamTickets::kMost; ++i) {
    tickets.issue("t" + std::to_string(i), kHolder, kNow + std::chrono::microseconds{i});
  }
  EXPECT_EQ(tickets.size(), StreamTickets::kMost);
  EXPECT_FALSE(tickets.redeem("t0", "CA1", kNow + 1s)) << "the oldest has gone";
  EXPECT_TRUE(tickets.redeem("t1", "CA1", kNow + 1s));
  tickets.issue("late", kHolder, kNow + 10min);
  EXPECT_EQ(tickets.size(), 1U) << "what is too old goes with the next one";
}

}  // namespace
}  // namespace parley
