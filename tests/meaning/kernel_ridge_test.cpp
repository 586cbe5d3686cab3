// SPDX-License-Identifier: Apache-2.0
#include "kernel_ridge.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "left_out.hpp"

namespace parley {
namespace {

struct Points {
  std::vector<double> at;
  std::vector<std::uint32_t> labels;
};

Points points(std::size_t count) {
  Points made;
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  for (std::size_t i = 0; i < count; ++i) {
    made.labels.push_back(static_cast<std::uint32_t>(i % 3));
    made.at.push_back(normal(random) * 0.7 + 2 * static_cast<double>(i % 3));
  }
  return made;
}

Matrix kernel_of(const std::vector<double>& to, const std::vector<double>& from) {
  Matrix kernel(to.size(), from.size());
  for (std::size_t row = 0; row < to.size(); ++row)
    for (std::size_t column = 0; column < from.size(); ++column)
      kernel(row, column) = static_cast<float>(std::exp(-(to[row] - from[column]) * (to[row] - from[column])));
  return kernel;
}

// Scores of `asked` by a fit of the points for which `kept` is true.
template <class Kept>
Matrix refit(const Points& all, const std::vector<double>& asked, Kept kept) {
  Points some;
  for (std::size_t i = 0; i < all.at.size(); ++i)
    if (kept(i)) {
      some.at.push_back(all.at[i]);
      some.labels.push_back(all.labels[i]);
    }
  const auto fit = fit_kernel_ridge(kernel_of(some.at, some.at), some.labels, 3, 0.1F);
  return product(kernel_of(asked, some.at), fit.weights);
}

TEST(KernelRidge, LeftOutScoresAreThoseOfAFitWithoutTheExample) {
  const auto all = points(24);
  const auto fit = fit_kernel_ridge(kernel_of(all.at, all.at), all.labels, 3, 0.1F);
  for (const std::size_t left : {0U, 5U, 23U}) {
    const auto scores = refit(all, {all.at[left]}, [&](std::size_t i) { return i != left; });
    for (std::size_t label = 0; label < 3; ++label) EXPECT_NEAR(fit.left_out(left, label), scores(0, label), 2e-3);
  }
}

TEST(KernelRidge, ScoresWithoutAPatternAreThoseOfAFitWithoutItsExamples) {
  const auto all = points(24);
  const auto fit = fit_kernel_ridge(kernel_of(all.at, all.at), all.labels, 3, 0.1F);
  const auto trials = leave_pattern_out(fit, all.labels, 3, all.at.size(), std::vector<Nearest>(24));
  ASSERT_EQ(trials.size(), 24U);
  std::size_t trial = 0;
  for (std::uint32_t left = 0; left < 3; ++left)
    for (std::size_t i = 0; i < all.at.size(); ++i) {
      if (all.labels[i] != left) continue;
      const auto scores = refit(all, {all.at[i]}, [&](std::size_t other) { return all.labels[other] != left; });
      float best = -1;
      for (std::uint32_t label = 0; label < 3; ++label)
        if (label != left) best = std::max(best, scores(0, label));
      EXPECT_NEAR(trials[trial].best, best, 2e-3);
      EXPECT_FALSE(trials[trial].right);
      ++trial;
    }
}

TEST(KernelRidge, AKernelThatIsNoneGivesNothing) {
  Matrix kernel(2, 2);
  kernel(0, 0) = kernel(1, 1) = -5;
  const std::vector<std::uint32_t> labels = {0, 1};
  EXPECT_EQ(fit_kernel_ridge(kernel, labels, 2, 0.1F).weights.rows(), 0U);
}

}  // namespace
}  // namespace parley
