// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/answer_confidence.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

AnswerEvidence evidence(std::optional<double> self_rating, double retrieval, std::optional<bool> second = {},
                        std::optional<bool> router = {}, std::optional<bool> earlier = {}, bool quoted = false) {
  AnswerEvidence given;
  given.self_rating = self_rating;
  given.retrieval = retrieval;
  given.second_sample_agrees = second;
  given.router_agrees = router;
  given.earlier_sighting_agrees = earlier;
  given.quoted = quoted;
  return given;
}

TEST(AnswerConfidence, ReachesNinetyPercentOnlyWhereTwoSourcesAgree) {
  const struct {
    const char* what;
    AnswerEvidence given;
    bool sure;
  } kCases[] = {
      {"an answer alone", evidence({}, 0), false},
      {"a model that is sure of itself", evidence(1.0, 0), false},
      {"a second sample", evidence({}, 0, true), true},
      {"the router's best guess", evidence({}, 0, {}, true), true},
      {"an earlier like question", evidence({}, 0, {}, {}, true), true},
      {"knowledge and a self-rating", evidence(0.95, 0.8), true},
      {"knowledge alone", evidence({}, 0.8), false},
      {"the organization's own words, well found", evidence({}, 0.8, {}, {}, {}, true), true},
      {"the organization's own words, badly found", evidence({}, 0.1, {}, {}, {}, true), false},
      {"a second sample that differs", evidence(1.0, 1.0, false), false},
      {"a second sample that differs from what the router guesses", evidence({}, 0, false, true), false},
      {"a second sample against the router's guess", evidence({}, 0, true, false), true},
      {"another answer before", evidence({}, 0, true, {}, false), false},
      {"a model that is not sure of itself, twice", evidence(0.0, 0, true), false},
  };
  for (const auto& [what, given, sure] : kCases) EXPECT_EQ(answer_confidence(given) > 0.9, sure) << what;
}

TEST(AnswerConfidence, StaysBetweenZeroAndOneWhateverIsGiven) {
  for (const double wild : {-5.0, 0.0, 7.0}) {
    const auto confidence = answer_confidence(evidence(wild, wild, true, true, true));
    EXPECT_GT(confidence, 0);
    EXPECT_LT(confidence, 1);
  }
  EXPECT_DOUBLE_EQ(answer_confidence(evidence(7.0, 7.0)), answer_confidence(evidence(1.0, 1.0)));
}

TEST(AnswerConfidence, TakesASecondSampleOfQuotedTextForNothing) {
  EXPECT_DOUBLE_EQ(answer_confidence(evidence({}, 0.5, true, {}, {}, true)),
                   answer_confidence(evidence({}, 0.5, {}, {}, {}, true)));
}

}  // namespace
}  // namespace parley
