// SPDX-License-Identifier: Apache-2.0
#include "left_out.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

// Two examples of each of two patterns and one that means none; nothing is like anything else.
const std::vector<float> kAll = {1, 1, 1, 1, 0};
const std::vector<float> kTwo = {1, 1, 0, 0, 0};
const std::vector<Nearest> kNearest = {{0, 0}, {0, 0}, {1, 1}, {1, 1}, {0, 1}};

KernelFit strangers_to_each_other() {
  Matrix kernel(5, 5);
  for (std::size_t at = 0; at < 5; ++at) kernel(at, at) = 1;
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1, 2};
  return fit_kernel_ridge(kernel, labels, 3, 0.1F);
}

TEST(LeaveOneOut, OnlyExamplesWithAWeightAreTrials) {
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1, 2};
  EXPECT_EQ(leave_one_out(strangers_to_each_other(), labels, 2, kAll, kNearest).size(), 4U);
  EXPECT_EQ(leave_one_out(strangers_to_each_other(), labels, 2, kTwo, kNearest).size(), 2U);
  EXPECT_EQ(leave_pattern_out(strangers_to_each_other(), labels, 2, 4, kNearest).size(), 4U);
  EXPECT_EQ(leave_pattern_out(strangers_to_each_other(), labels, 2, 1, kNearest).size(), 1U);
}

TEST(LeaveOneOut, WhatMeansNoneIsNeverRightAndCountsByItsWeight) {
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1, 2};
  const std::vector<float> weights = {0, 0, 0, 0, 2.5F};
  const auto trials = leave_one_out(strangers_to_each_other(), labels, 2, weights, kNearest);
  ASSERT_EQ(trials.size(), 1U);
  EXPECT_FALSE(trials[0].right);
  EXPECT_EQ(trials[0].weight, 2.5F);
}

TEST(LeaveOneOut, TheWinnersHandicapIsTakenOffItsMargin) {
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1, 2};
  const std::vector<float> handicaps = {0.25F, 0.25F};
  for (const auto& trial : leave_one_out(strangers_to_each_other(), labels, 2, kAll, kNearest, handicaps)) {
    EXPECT_NEAR(trial.margin, -0.25, 1e-5);
  }
}

TEST(LeaveOneOut, ATrialAgreesWhenANearestExampleIsTheWinners) {
  Matrix kernel(4, 4);
  for (std::size_t at = 0; at < 4; ++at) kernel(at, at) = 1;
  kernel(0, 1) = kernel(1, 0) = kernel(2, 3) = kernel(3, 2) = 0.9F;
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1};
  const std::vector<Nearest> nearest = {{0, 1}, {1, 1}, {1, 0}, {0, 1}};
  const auto fit = fit_kernel_ridge(kernel, labels, 2, 0.1F);
  const auto trials = leave_one_out(fit, labels, 2, kAll, nearest);
  EXPECT_TRUE(trials[0].agrees);
  EXPECT_FALSE(trials[1].agrees);
  EXPECT_TRUE(trials[2].agrees && trials[3].agrees);
  EXPECT_TRUE(trials[0].right && trials[3].right);
  EXPECT_FALSE(leave_pattern_out(fit, labels, 2, 4, std::vector<Nearest>(4, {2, 2}))[0].agrees);
}

TEST(LeaveOneOut, WhatIsLikeNothingScoresNothing) {
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1, 2};
  for (const auto& trial : leave_one_out(strangers_to_each_other(), labels, 2, kAll, kNearest)) {
    EXPECT_NEAR(trial.best, 0, 1e-5);
    EXPECT_NEAR(trial.margin, 0, 1e-5);
  }
}

}  // namespace
}  // namespace parley
