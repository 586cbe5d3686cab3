// SPDX-License-Identifier: Apache-2.0
// Dense matrices of 32-bit floats, row by row, over BLAS and LAPACK. For refits; nothing of it runs on a call's thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace parley {

class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), values_(rows * columns) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::span<float> row(std::size_t at) { return {values_.data() + at * columns_, columns_}; }
  std::span<const float> row(std::size_t at) const { return {values_.data() + at * columns_, columns_}; }
  float& operator()(std::size_t row, std::size_t column) { return values_[row * columns_ + column]; }
  float operator()(std::size_t row, std::size_t column) const { return values_[row * columns_ + column]; }
  float* data() { return values_.data(); }
  const float* data() const { return values_.data(); }
  std::vector<float>& values() { return values_; }
  const std::vector<float>& values() const { return values_; }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::vector<float> values_;
};

Matrix product(const Matrix& a, const Matrix& b);             // a · b
Matrix product_transposed(const Matrix& a, const Matrix& b);  // a · bᵀ
Matrix transposed_product(const Matrix& a, const Matrix& b);  // aᵀ · b

// Of a symmetric positive definite matrix, in place and whole. False: it is not positive definite.
bool invert(Matrix& symmetric);
// Solves a · x = b for symmetric positive definite `a` by Cholesky; b becomes x, a its factor.
bool solve(Matrix& a, Matrix& b);

}  // namespace parley
