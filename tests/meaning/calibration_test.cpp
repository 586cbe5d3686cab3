// SPDX-License-Identifier: Apache-2.0
#include "calibration.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace parley {
namespace {

// `right` trials spread over margins from `high` down to `low`.
void add(std::vector<Trial>& trials, std::size_t count, float high, float low, bool right, float best = 0.8F) {
  for (std::size_t at = 0; at < count; ++at)
    trials.push_back({best, high - (high - low) * static_cast<float>(at) / static_cast<float>(count), right});
}

TEST(RankScores, NamesTheWinnerAndByHowMuchItWon) {
  const std::vector<float> scores = {0.1F, 0.9F, 0.5F};
  const auto ranking = rank_scores(scores, 3);
  EXPECT_EQ(ranking.winner, 1U);
  EXPECT_FLOAT_EQ(ranking.best, 0.9F);
  EXPECT_FLOAT_EQ(ranking.margin, 0.4F);
}

TEST(RankScores, WhatMeansNoneNarrowsTheMarginAndNeverWins) {
  const std::vector<float> scores = {0.3F, 0.2F, 0.95F};
  const auto ranking = rank_scores(scores, 2);
  EXPECT_EQ(ranking.winner, 0U);
  EXPECT_LT(ranking.margin, 0);
}

TEST(RankScores, ScoresBelowZeroWidenNoMargin) {
  const std::vector<float> scores = {0.6F, -0.4F};
  EXPECT_FLOAT_EQ(rank_scores(scores, 2).margin, 0.6F);
}

TEST(RankScores, TheWinnersHandicapNarrowsItsMargin) {
  const std::vector<float> scores = {0.1F, 0.9F, 0.5F};
  const std::vector<float> handicaps = {-0.1F, 0.15F, 0};
  const auto ranking = rank_scores(scores, 3, handicaps);
  EXPECT_EQ(ranking.winner, 1U);
  EXPECT_FLOAT_EQ(ranking.margin, 0.25F);
}

TEST(Handicaps, FallOnPatternsWithMoreExamplesThanUsual) {
  const std::vector<std::uint32_t> labels = {0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2};  // 2 means none of the patterns
  const auto handicaps = handicaps_of(labels, 2, 0.1F);
  ASSERT_EQ(handicaps.size(), 2U);
  EXPECT_NEAR(handicaps[0], 0.1 * std::log(2.0) / 2, 1e-6);
  EXPECT_NEAR(handicaps[1], -handicaps[0], 1e-6);
}

TEST(Handicaps, AreNoneWhereAllPatternsHaveAsMany) {
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1, 2, 2};
  for (const auto handicap : handicaps_of(labels, 3, 0.1F)) EXPECT_NEAR(handicap, 0, 1e-6);
}

TEST(WilsonBound, LiesBelowTheShareAndComesNearerWithMoreCases) {
  EXPECT_EQ(wilson_bound(0, 0, 1), 0);
  EXPECT_NEAR(wilson_bound(50, 50, 1), 0.9804, 1e-4);
  EXPECT_LT(wilson_bound(98, 100, 1), 0.98);
  EXPECT_GT(wilson_bound(9800, 10000, 1), 0.978);
  EXPECT_GT(wilson_bound(98, 100, 0.5), wilson_bound(98, 100, 1.5));
}

TEST(ChooseGate, AnswersAsMuchAsPrecisionAllows) {
  std::vector<Trial> trials;
  add(trials, 300, 0.9F, 0.4F, true);
  add(trials, 100, 0.4F, 0.2F, false);
  const auto gate = choose_gate(trials, {}, {0.98, 1}, 1);
  EXPECT_TRUE(gate.open());
  EXPECT_NEAR(gate.margin, 0.4, 0.01);
  EXPECT_NEAR(coverage_of(trials, gate), 0.75, 0.02);
  EXPECT_LT(coverage_of(trials, choose_gate(trials, {}, {0.99, 1}, 3)), coverage_of(trials, gate));
}

TEST(ChooseGate, ATrialCountsAsOftenAsItsWeight) {
  std::vector<Trial> trials;
  add(trials, 300, 0.9F, 0.5F, true);
  add(trials, 10, 0.5F, 0.4F, false);
  add(trials, 200, 0.4F, 0.2F, true);
  const auto once = choose_gate(trials, {}, {0.97, 1}, 0);
  EXPECT_LT(once.margin, 0.4);
  for (auto& trial : trials)
    if (!trial.right) trial.weight = 5;
  const auto often = choose_gate(trials, {}, {0.97, 1}, 0);
  EXPECT_GT(often.margin, 0.45);
  for (auto& trial : trials) trial.weight = trial.right ? 0.5F : 0;
  EXPECT_LT(choose_gate(trials, {}, {0.97, 1}, 0).margin, 0.25);
}

TEST(ChooseGate, OneHeavyTrialProvesNoMoreThanOne) {
  std::vector<Trial> trials;
  add(trials, 20, 0.9F, 0.5F, true);
  trials[0].weight = 1000;
  EXPECT_FALSE(choose_gate(trials, {}, {0.98, 1}, 1).open());
}

TEST(ChooseGate, FewTrialsProveNothing) {
  std::vector<Trial> trials;
  add(trials, 30, 0.9F, 0.4F, true);
  EXPECT_FALSE(choose_gate(trials, {}, {0.98, 1}, 1).open());
  EXPECT_FALSE(choose_gate({}, {}, {0.98, 1}, 1).open());
}

TEST(ChooseGate, StrangersRaiseWhatIsAskedFor) {
  std::vector<Trial> trials;
  add(trials, 400, 0.9F, 0.3F, true);
  std::vector<Trial> strangers;
  add(strangers, 100, 0.7F, 0.3F, false, 0.8F);
  add(strangers, 300, 0.3F, 0.0F, false, 0.5F);
  const auto open = choose_gate(trials, strangers, {0.98, 1}, 1);
  const auto strict = choose_gate(trials, strangers, {0.98, 0.05}, 1);
  EXPECT_GT(coverage_of(strangers, open), 0.2);
  EXPECT_LE(coverage_of(strangers, strict), 0.05);
  EXPECT_LT(coverage_of(trials, strict), coverage_of(trials, open));
  EXPECT_TRUE(strict.open());
}

TEST(ChooseGate, ScopeKeepsOutStrangersWithWideMargins) {
  std::vector<Trial> trials;
  add(trials, 400, 0.9F, 0.3F, true, 0.8F);
  add(trials, 50, 0.9F, 0.3F, true, 0.2F);
  std::vector<Trial> strangers;
  add(strangers, 400, 0.9F, 0.3F, false, 0.25F);
  const auto gate = choose_gate(trials, strangers, {0.98, 0.05}, 1);
  ASSERT_TRUE(gate.open());
  EXPECT_GT(gate.scope, 0.25);
  EXPECT_GT(coverage_of(trials, gate), 0.8);
}

TEST(ChooseGate, TrialsWhoseNearestExampleDisagreesAreNotAnswered) {
  std::vector<Trial> trials;
  add(trials, 300, 0.9F, 0.4F, true);
  add(trials, 30, 0.9F, 0.4F, false);
  const auto blind = choose_gate(trials, {}, {0.98, 1}, 1);
  for (auto& trial : trials) trial.agrees = trial.right;
  const auto seeing = choose_gate(trials, {}, {0.98, 1}, 1);
  EXPECT_GT(coverage_of(trials, seeing), 0.85);
  EXPECT_FALSE(blind.open());
}

TEST(TargetOf, MoreCareAsksForMore) {
  EXPECT_LT(target_of(Care::harmless).precision, target_of(Care::usual).precision);
  EXPECT_LT(target_of(Care::usual).precision, target_of(Care::sensitive).precision);
  EXPECT_GT(target_of(Care::harmless).stranger_share, target_of(Care::sensitive).stranger_share);
  EXPECT_GT(target_of(Care::usual).stranger_share, 2 * target_of(Care::usual, 1000).stranger_share);
  EXPECT_EQ(target_of(Care::usual, 1000), target_of(Care::usual, 100000));
  EXPECT_EQ(target_of(Care::usual, 1000).precision, target_of(Care::usual).precision);
  EXPECT_EQ(target_of(Care::usual, 0, {std::nullopt, 0.9, std::nullopt}), (CareTarget{0.9, 0.2}));
  EXPECT_EQ(target_of(Care::sensitive, 0, {std::nullopt, 0.9, std::nullopt}), target_of(Care::sensitive));
}

}  // namespace
}  // namespace parley
