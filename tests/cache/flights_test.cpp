// SPDX-License-Identifier: Apache-2.0
#include "flights.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace parley {
namespace {

class Flying : public testing::Test {
 protected:
  asio::io_context loop{1};
  Flights flights;
  Crossing<FlightWord> first{loop.get_executor()};
  Crossing<FlightWord> second{loop.get_executor()};
  Crossing<FlightWord> third{loop.get_executor()};
};

TEST_F(Flying, TheFirstLeadsAndTheOthersHear) {
  EXPECT_TRUE(flights.board("a", first.other_end()));
  EXPECT_FALSE(flights.board("a", second.other_end()));
  EXPECT_TRUE(flights.board("b", third.other_end()));
  flights.land("a", std::string("done"));
  const auto word = second.leave();
  ASSERT_TRUE(word && *word);
  EXPECT_EQ(***word, "done");
  EXPECT_FALSE(first.leave());
  EXPECT_EQ(flights.size(), 1U);  // b
}

TEST_F(Flying, ATurnGoesToTheFirstWhoStillWaits) {
  flights.board("a", first.other_end());
  flights.board("a", second.other_end());
  flights.board("a", third.other_end());
  second.leave();
  flights.hand_over("a");
  const auto word = third.leave();
  ASSERT_TRUE(word);
  EXPECT_FALSE(*word);  // your turn
  EXPECT_EQ(flights.size(), 1U);
  flights.hand_over("a");
  EXPECT_EQ(flights.size(), 0U);
}

TEST_F(Flying, ABoardingThatEndsWithoutLandingHandsOver) {
  {
    const Boarding leader(flights, "a", first);
    EXPECT_TRUE(leader.leads());
    {
      const Boarding waiter(flights, "a", second);
      EXPECT_FALSE(waiter.leads());
    }
    EXPECT_EQ(flights.size(), 1U);  // a waiter that goes ends nothing
  }
  EXPECT_EQ(flights.size(), 0U);
}

TEST_F(Flying, AWaiterThatGoesWithATurnItHasNotSeenPassesItOn) {
  flights.board("a", first.other_end());
  {
    const Boarding waiter(flights, "a", second);
    flights.board("a", third.other_end());
    flights.hand_over("a");
  }
  EXPECT_TRUE(third.leave());
}

}  // namespace
}  // namespace parley
