// SPDX-License-Identifier: Apache-2.0
#include "typo_guard.hpp"

#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

Slips compare(const char* said, const char* meant) {
  std::unordered_set<std::string> vocabulary = {"refund"};
  for (const auto& word : normalise(meant)) vocabulary.insert(word);
  return TypoGuard(std::move(vocabulary)).compare(normalise(said), normalise(meant));
}

TEST(TypoGuard, ExplainsSlipsOfFingerAndEar) {
  struct Case {
    const char* said;
    const char* meant;
    Slips slips;
  };
  const Case cases[] = {
      {"what are your hours", "what are your hours", {true, true, 0}},
      {"waht are your huors", "what are your hours", {true, true, 2}},
      {"what are your ours", "what are your hours", {true, true, 1}},
      {"my air conditioner is dead", "my airconditioner is dead", {true, true, 0}},
      {"my airconditioner is dead", "my air conditioner is dead", {true, true, 0}},
      {"i need appointment", "i need an appointment", {true, true, 0}},
      {"find teh shop", "find the shop", {true, true, 1}},
      {"what is your locaton", "what is your location", {true, false, 1}},
      {"are you open tommorow", "are you open tomorrow", {true, true, 1}},
  };
  for (const auto& [said, meant, slips] : cases) EXPECT_EQ(compare(said, meant), slips) << said;
}

TEST(TypoGuard, DoesNotExplainAnotherMeaning) {
  const char* pairs[][2] = {
      {"are you oven today", "are you open today"},          // a word of its own
      {"i want a refund", "i want a refill"},                // a word of the organization's
      {"i want a refilll refund", "i want a refill"},        // one word more
      {"is it for to people", "is it for two people"},       // numbers
      {"for forteen people", "for fourteen people"},         //
      {"do nut cancel it", "do not cancel it"},              // negation
      {"cancel it", "do not cancel it"},                     //
      {"open on mondey morning", "open on sunday morning"},  // dates
      {"open on suday", "open on sunday evening"},           //
      {"my iphone is broken", "my phone is broken"},         // fingers seldom miss the first letter
      {"transfer from savings", "transfer to savings"},      // every word of them counts
      {"is it opn or clsd", "is it open or closed now"},     //
  };
  for (const auto& [said, meant] : pairs) EXPECT_FALSE(compare(said, meant).explained) << said;
}

TEST(TypoGuard, OnlyUnknownWordsMaySlip) {
  const TypoGuard guard({"hours", "refund"});
  EXPECT_TRUE(guard.may_slip("huors"));
  EXPECT_TRUE(guard.may_slip("ours")) << "sounds like a word of the organization's";
  EXPECT_FALSE(guard.may_slip("oven"));
  EXPECT_FALSE(guard.may_slip("refund"));
  EXPECT_FALSE(guard.may_slip("hr"));
  EXPECT_FALSE(guard.may_slip("monday"));
  EXPECT_FALSE(guard.may_slip("seven"));
  EXPECT_FALSE(guard.may_slip(std::string(5000, 'x')));
}

}  // namespace
