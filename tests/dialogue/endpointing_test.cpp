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
                                         // Asked for yes or no, "yes" is all there is to come.
                                         Case{{"yes", 0.1, false, true}, Ending::complete}));

TEST(Endpointing, WaitsLongerTheLessFinishedASentenceIs) {
  const Endpointing endpointing({.when_complete = 200ms, .when_unsure = 500ms, .when_open = 900ms});
  EXPECT_EQ(endpointing.silence_needed({"what are your hours", 0.9, true, false}), 200ms);
  EXPECT_EQ(endpointing.silence_needed({"i was told something", 0.5, false, false}), 500ms);
  EXPECT_EQ(endpointing.silence_needed({"my heater and", 0.5, false, false}), 900ms);
}

}  // namespace
