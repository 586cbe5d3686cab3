// SPDX-License-Identifier: Apache-2.0
#include "algebra.hpp"

#include <cblas.h>

extern "C" {
// LAPACK; its matrices are column by column, which for symmetric ones only swaps the triangles.
void factorise(const char* triangle, const int* n, float* a, const int* stride, int* fault) __asm__("spotrf_");
void invert_factor(const char* triangle, const int* n, float* a, const int* stride, int* fault) __asm__("spotri_");
}

namespace parley {
namespace {

int size(std::size_t value) { return static_cast<int>(value); }

}  // namespace

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix c(a.rows(), b.columns());
  if (c.rows() == 0 || c.columns() == 0 || a.columns() == 0) return c;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, size(a.rows()), size(b.columns()), size(a.columns()), 1,
              a.data(), size(a.columns()), b.data(), size(b.columns()), 0, c.data(), size(c.columns()));
  return c;
}

Matrix product_transposed(const Matrix& a, const Matrix& b) {
  Matrix c(a.rows(), b.rows());
  if (c.rows() == 0 || c.columns() == 0 || a.columns() == 0) return c;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, size(a.rows()), size(b.rows()), size(a.columns()), 1, a.data(),
              size(a.columns()), b.data(), size(b.columns()), 0, c.data(), size(c.columns()));
  return c;
}

Matrix transposed_product(const Matrix& a, const Matrix& b) {
  Matrix c(a.columns(), b.columns());
  if (c.rows() == 0 || c.columns() == 0 || a.rows() == 0) return c;
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, size(a.columns()), size(b.columns()), size(a.rows()), 1,
              a.data(), size(a.columns()), b.data(), size(b.columns()), 0, c.data(), size(c.columns()));
  return c;
}

bool invert(Matrix& symmetric) {
  const int n = size(symmetric.rows());
  if (n == 0) return true;
  int fault = 0;
  factorise("L", &n, symmetric.data(), &n, &fault);
  if (fault != 0) return false;
  invert_factor("L", &n, symmetric.data(), &n, &fault);
  if (fault != 0) return false;
  for (std::size_t row = 0; row < symmetric.rows(); ++row)
    for (std::size_t column = 0; column < row; ++column) symmetric(row, column) = symmetric(column, row);
  return true;
}

bool solve(Matrix& a, Matrix& b) {
  const int n = size(a.rows());
  if (n == 0 || b.columns() == 0) return true;
  int fault = 0;
  factorise("U", &n, a.data(), &n, &fault);  // row by row: a = L · Lᵀ with L below
  if (fault != 0) return false;
  cblas_strsm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, size(b.columns()), 1, a.data(), n,
              b.data(), size(b.columns()));
  cblas_strsm(CblasRowMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, n, size(b.columns()), 1, a.data(), n,
              b.data(), size(b.columns()));
  return true;
}

}  // namespace parley
