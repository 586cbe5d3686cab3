// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/endpointing.hpp"

#include <gtest/gtest.h>

#include <ostream>

using namespace parley;
using namespace std::chrono_literals;

namespace {

struct Case {
  SpokenSoFar spoken;
  Ending ending;
};
void PrintTo(const Case& example, std::ostream* out) { *out << '"' << example.spoken.text << '"'; }

class EndpointingJudges : public testing::TestWithParam<Case> {};

TEST_P(EndpointingJudges, HowFinishedASentenceIs) {
  EXPECT_EQ(Endpointing({}).judge(GetParam().spoken), GetParam().ending);
}

INSTANTIATE_TEST_SUITE_P(Sentences, EndpointingJudges,
                         testing::Values(Case{{"what are your hours", 0.9, true, false}, Ending::complete},
                                         // The router knows an answer, but the language model expects more.
                                         Case{{"a large latte", 0.2, true, false}, Ending::unsure},
                                         Case{{"what are your hours", 0.9, false, false}, Ending::unsure},
                                         Case{{"a large latte with", 0.9, true, false}, Ending::open},
                                         Case{{"do you open on", 0.5, false, false}, Ending::open},
                                         Case{{"um", 0.5, false, false}, Ending::open},
                                         Case{{"iced", 0.01, false, false}, Ending::open},
                                         Case{{"", 0.5, false, false}, Ending::unsure},
                                         Case{{"my account is five five", 0.5, false}, Ending::open},
                                         Case{{"it is s m i", 0.5, false}, Ending::open},
                                         Case{{"a table for two", 0.5, false}, Ending::unsure},
                                         Case{{"", 0.5, false, false, true}, Ending::open},
                                         Case{{"five five five", 0.9, false, false, true}, Ending::open},
                                         Case{{"five", 0.9, true, true, true}, Ending::complete},
                                         // Asked for yes or no, "yes" is all there is to come.
                                         Case{{"yes", 0.1, false, true}, Ending::complete}));

TEST(Endpointing, WaitsLongerTheLessFinishedASentenceIs) {
  const Endpointing endpointing({.when_complete = 200ms, .when_unsure = 500ms, .when_open = 900ms});
  EXPECT_EQ(endpointing.silence_needed({"what are your hours", 0.9, true, false}), 200ms);
  EXPECT_EQ(endpointing.silence_needed({"i was told something", 0.5, false, false}), 500ms);
  EXPECT_EQ(endpointing.silence_needed({"my heater and", 0.5, false, false}), 900ms);
}

const SpokenSoFar kComplete{"what are your hours", 0.9, true};
const SpokenSoFar kUnsure{"i was told something", 0.5, false};
const SpokenSoFar kOpen{"my heater and", 0.5, false};

TEST(Endpointing, WaitsForACallerWhoWentOnAfterACompleteSentence) {
  Endpointing endpointing({});
  endpointing.went_on_after(kComplete, 380ms);
  EXPECT_EQ(endpointing.silence_needed(kComplete), 480ms);
  endpointing.went_on_after(kComplete, 5s);
  endpointing.went_on_after(kComplete, 5s);
  EXPECT_EQ(endpointing.silence_needed(kComplete), 600ms) << "never longer than for what is not complete";
}

TEST(Endpointing, ABriskCallerIsAnsweredSoonerWhereTheSentenceMayGoOn) {
  Endpointing endpointing({});
  for (const auto pause : {150ms, 180ms, 210ms}) endpointing.went_on_after(kUnsure, pause);
  EXPECT_EQ(endpointing.silence_needed(kUnsure), 450ms);
  EXPECT_EQ(endpointing.silence_needed(kComplete), 310ms);
}

TEST(Endpointing, ASlowCallerGetsTime) {
  Endpointing endpointing({});
  for (int i = 0; i < 4; ++i) endpointing.went_on_after(kUnsure, 900ms);
  EXPECT_EQ(endpointing.silence_needed(kUnsure), 1100ms);
}

TEST(Endpointing, APauseInTheMiddleOfAnOpenSentenceSaysNothingAboutItsEnd) {
  Endpointing endpointing({});
  for (int i = 0; i < 6; ++i) endpointing.went_on_after(kOpen, 1300ms);
  EXPECT_EQ(endpointing.silence_needed(kComplete), 240ms);
  EXPECT_EQ(endpointing.silence_needed(kUnsure), 600ms);
  EXPECT_EQ(endpointing.silence_needed(kOpen), 1500ms);
}

TEST(Endpointing, GapsBetweenSyllablesAreNoPauses) {
  Endpointing endpointing({});
  for (int i = 0; i < 6; ++i) endpointing.went_on_after(kComplete, 90ms);
  EXPECT_EQ(endpointing.silence_needed(kComplete), 240ms);
}

TEST(Endpointing, AWholeNumberMayStillGetADigitMore) {
  const Endpointing endpointing({});
  EXPECT_EQ(endpointing.silence_needed({"five five five one two one two three four five", 0.9, false, true, true}),
            800ms);
}

TEST(PauseMemory, ForgetsTheOldestAndTakesThreeOfFour) {
  PauseMemory memory;
  EXPECT_EQ(memory.usual(), 0ms);
  for (int i = 0; i < 20; ++i) memory.remember(1000ms);
  for (const auto pause : {100ms, 200ms, 300ms, 400ms, 500ms, 600ms, 700ms, 800ms, 900ms, 1000ms, 1100ms, 1200ms}) {
    memory.remember(pause);
  }
  EXPECT_EQ(memory.usual(), 900ms);
}

}  // namespace
