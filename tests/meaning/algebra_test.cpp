// SPDX-License-Identifier: Apache-2.0
#include "algebra.hpp"

#include <gtest/gtest.h>

#include <random>

namespace parley {
namespace {

Matrix random_matrix(std::size_t rows, std::size_t columns, unsigned seed) {
  Matrix matrix(rows, columns);
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  for (auto& value : matrix.values()) value = normal(random);
  return matrix;
}

void expect_near(const Matrix& one, const Matrix& other, float tolerance) {
  ASSERT_EQ(one.rows(), other.rows());
  ASSERT_EQ(one.columns(), other.columns());
  for (std::size_t at = 0; at < one.values().size(); ++at)
    ASSERT_NEAR(one.values()[at], other.values()[at], tolerance) << at;
}

Matrix transposed(const Matrix& matrix) {
  Matrix turned(matrix.columns(), matrix.rows());
  for (std::size_t row = 0; row < matrix.rows(); ++row)
    for (std::size_t column = 0; column < matrix.columns(); ++column) turned(column, row) = matrix(row, column);
  return turned;
}

// Positive definite.
Matrix well_behaved(std::size_t size) {
  const auto root = random_matrix(size, size, 3);
  auto matrix = product_transposed(root, root);
  for (std::size_t at = 0; at < size; ++at) matrix(at, at) += 1;
  return matrix;
}

TEST(Algebra, ProductsAgreeWithSums) {
  const auto a = random_matrix(3, 5, 1);
  const auto b = random_matrix(5, 4, 2);
  Matrix sums(3, 4);
  for (std::size_t row = 0; row < 3; ++row)
    for (std::size_t column = 0; column < 4; ++column)
      for (std::size_t at = 0; at < 5; ++at) sums(row, column) += a(row, at) * b(at, column);
  expect_near(product(a, b), sums, 1e-5F);
  expect_near(product_transposed(a, transposed(b)), sums, 1e-5F);
  expect_near(transposed_product(transposed(a), b), sums, 1e-5F);
}

TEST(Algebra, AnInverseGivesTheIdentityBack) {
  const auto matrix = well_behaved(17);
  auto inverse = matrix;
  ASSERT_TRUE(invert(inverse));
  Matrix identity(17, 17);
  for (std::size_t at = 0; at < 17; ++at) identity(at, at) = 1;
  expect_near(product(matrix, inverse), identity, 1e-3F);
  expect_near(inverse, transposed(inverse), 0);
}

TEST(Algebra, SolvingAgreesWithTheInverse) {
  const auto matrix = well_behaved(9);
  const auto right = random_matrix(9, 2, 5);
  auto inverse = matrix;
  ASSERT_TRUE(invert(inverse));
  auto factor = matrix;
  auto solution = right;
  ASSERT_TRUE(solve(factor, solution));
  expect_near(solution, product(inverse, right), 1e-3F);
}

TEST(Algebra, WhatHasNoSolutionSaysSo) {
  Matrix negative(2, 2);
  negative(0, 0) = -1;
  negative(1, 1) = 1;
  auto copy = negative;
  Matrix right(2, 1);
  EXPECT_FALSE(invert(copy));
  EXPECT_FALSE(solve(negative, right));
  Matrix nothing;
  EXPECT_TRUE(invert(nothing));
}

}  // namespace
}  // namespace parley
