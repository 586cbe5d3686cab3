// SPDX-License-Identifier: Apache-2.0
#include "generations.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(Generations, TheFirstOneIsNoNews) {
  Generations generations;
  EXPECT_EQ(generations.of("demo"), "");
  EXPECT_FALSE(generations.learn("demo", "g1"));
  EXPECT_FALSE(generations.learn("demo", "g1"));
  EXPECT_EQ(generations.of("demo"), "g1");
  EXPECT_EQ(generations.organizations(), std::vector<std::string>{"demo"});
}

TEST(Generations, AnotherOneMeansThatSomethingWasForgotten) {
  Generations generations;
  generations.learn("demo", "g1");
  EXPECT_TRUE(generations.learn("demo", "g2"));
  EXPECT_EQ(generations.of("demo"), "g2");
  EXPECT_TRUE(generations.learn("demo", ""));  // Redis lost it, and with it what came in between
  EXPECT_EQ(generations.of("demo"), "");
  EXPECT_FALSE(generations.learn("demo", ""));
}

TEST(Generations, OldAnswersAreNotBelievedUntilTheForgettingIsTold) {
  Generations generations;
  generations.learn("demo", "g1");
  generations.forget("demo");
  EXPECT_TRUE(generations.untold("demo"));
  EXPECT_FALSE(generations.learn("demo", "g1"));
  EXPECT_EQ(generations.of("demo"), "");
  generations.told(*generations.first_untold(), "g2");
  EXPECT_FALSE(generations.untold("demo"));
  EXPECT_EQ(generations.of("demo"), "g2");
  EXPECT_FALSE(generations.first_untold());
}

TEST(Generations, ForgottenOnceMoreWhileItIsToldIsToldOnceMore) {
  Generations generations;
  generations.forget("demo");
  const auto first = generations.first_untold();
  generations.forget("demo");
  generations.told(*first, "g2");
  EXPECT_TRUE(generations.untold("demo"));
  generations.told(*generations.first_untold(), "g3");
  EXPECT_FALSE(generations.untold("demo"));
  EXPECT_EQ(generations.of("demo"), "g3");
}

}  // namespace
}  // namespace parley
