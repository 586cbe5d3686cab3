// SPDX-License-Identifier: Apache-2.0
// Compiled for AVX2 (CMakeLists.txt). Intrinsics on raw pointers alone: see float_kernels.hpp.
#include "float_kernels.hpp"
#include "kernels.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace parley::encoder {

namespace {

constexpr std::size_t kStep = kPackedColumns * kPackedInputs;
constexpr std::size_t kMostRows = 6;
constexpr std::size_t kMostInputs = kMostPackedInputs;

inline __m256i widened(const std::int8_t* at) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
}

// kRows rows of int16 times 8 columns; a column's four inputs make two sums, added at the end.
template <std::size_t kRows>
void multiply_block(const std::int16_t* rows, const float* scales, const PackedMatrix& matrix, std::size_t column,
                    float* out) {
  __m256i sums[kRows][2];
#pragma GCC unroll 8
  for (std::size_t r = 0; r < kRows; ++r) sums[r][0] = sums[r][1] = _mm256_setzero_si256();
  const auto inside = column % kPackedColumns;
  const auto* part = matrix.packed + (column - inside) * matrix.inputs + inside * kPackedInputs;
  for (std::size_t k = 0; k < matrix.inputs; k += kPackedInputs, part += kStep) {
    const __m256i left = widened(part);
    const __m256i right = widened(part + 16);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      long long four;
      __builtin_memcpy(&four, rows + r * matrix.inputs + k, sizeof four);
      const __m256i x = _mm256_set1_epi64x(four);
      sums[r][0] = _mm256_add_epi32(sums[r][0], _mm256_madd_epi16(x, left));
      sums[r][1] = _mm256_add_epi32(sums[r][1], _mm256_madd_epi16(x, right));
    }
  }
  const __m256 scale = _mm256_loadu_ps(matrix.scale + column);
  const __m256 bias = _mm256_loadu_ps(matrix.bias + column);
#pragma GCC unroll 8
  for (std::size_t r = 0; r < kRows; ++r) {
    const __m256i both = _mm256_permute4x64_epi64(_mm256_hadd_epi32(sums[r][0], sums[r][1]), 0xd8);
    const __m256 factor = _mm256_mul_ps(_mm256_set1_ps(scales[r]), scale);
    _mm256_storeu_ps(out + r * matrix.outputs + column,
                     _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(both), factor), bias));
  }
}

constexpr decltype(&multiply_block<1>) kBlocks[] = {multiply_block<1>, multiply_block<2>, multiply_block<3>,
                                                    multiply_block<4>, multiply_block<5>, multiply_block<6>};

// Rows become signed again, so that products of pairs are exact in int16 · int16; once for each slab of the matrix,
// which stays in the cache meanwhile.
void multiply(const std::uint8_t* rows, const float* scales, std::size_t count, const PackedMatrix& matrix,
              float* out) {
  std::int16_t wide[kMostRows * kMostInputs];
  for (std::size_t block = 0; block < matrix.outputs; block += kPackedColumns) {
    for (std::size_t done = 0, passes = (count + kMostRows - 1) / kMostRows; passes > 0; --passes) {
      const auto now = (count - done + passes - 1) / passes;
      for (std::size_t i = 0; i < now * matrix.inputs; i += 16) {
        const auto* from = reinterpret_cast<const __m128i*>(rows + done * matrix.inputs + i);
        const __m256i x = _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128(from)), _mm256_set1_epi16(128));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(wide + i), x);
      }
      for (std::size_t column = block; column < block + kPackedColumns; column += 8) {
        kBlocks[now - 1](wide, scales + done, matrix, column, out + done * matrix.outputs);
      }
      done += now;
    }
  }
}

void multiply_row(const std::int16_t* row, float row_scale, const PairedMatrix& matrix, float* out) {
  for (std::size_t block = 0; block < matrix.outputs; block += kPackedColumns) {
    __m256i sums[8];
    for (auto& sum : sums) sum = _mm256_setzero_si256();
    for (std::size_t k = 0; k < matrix.inputs; k += 2) {
      std::int32_t two;
      __builtin_memcpy(&two, row + k, sizeof two);
      const __m256i x = _mm256_set1_epi32(two);
      const auto* part = matrix.pairs + k * matrix.outputs + block * 2;
      for (std::size_t v = 0; v < 8; ++v) {
        sums[v] = _mm256_add_epi32(sums[v], _mm256_madd_epi16(x, widened(part + v * 16)));
      }
    }
    for (std::size_t v = 0; v < 8; ++v) {
      const auto column = block + v * 8;
      const __m256 both = _mm256_mul_ps(_mm256_set1_ps(row_scale), _mm256_loadu_ps(matrix.scale + column));
      const __m256 sum = _mm256_mul_ps(_mm256_cvtepi32_ps(sums[v]), both);
      _mm256_storeu_ps(out + column, _mm256_add_ps(sum, _mm256_loadu_ps(matrix.bias + column)));
    }
  }
}

void scan(const std::int8_t* query, const std::int8_t* rows, const float* scales, std::size_t count,
          std::size_t dimensions, float* out) {
  const auto whole = dimensions - dimensions % 32;
  for (std::size_t r = 0; r < count; ++r, rows += dimensions) {
    __m256i even = _mm256_setzero_si256();
    __m256i odd = _mm256_setzero_si256();
    for (std::size_t i = 0; i < whole; i += 32) {
      even = _mm256_add_epi32(even, _mm256_madd_epi16(widened(query + i), widened(rows + i)));
      odd = _mm256_add_epi32(odd, _mm256_madd_epi16(widened(query + i + 16), widened(rows + i + 16)));
    }
    const __m256i both = _mm256_add_epi32(even, odd);
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0xb1));
    std::int32_t total = _mm_cvtsi128_si32(four);
    for (std::size_t i = whole; i < dimensions; ++i) total += query[i] * rows[i];
    out[r] = static_cast<float>(total) * scales[r];
  }
}

}  // namespace

const Kernels& avx2_kernels() {
  static constexpr Kernels kKernels{quantise, multiply, multiply_row, multiply_row_f32, normalise, attend,
                                    add,      rectify,  mean,         unit_tanh,        scan};
  return kKernels;
}

}  // namespace parley::encoder

#else

namespace parley::encoder {
const Kernels& avx2_kernels() { return portable_kernels(); }
}  // namespace parley::encoder

#endif
