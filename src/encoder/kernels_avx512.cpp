// SPDX-License-Identifier: Apache-2.0
// Compiled for AVX-512 F, BW, VL, DQ and VNNI (CMakeLists.txt). Intrinsics on raw pointers alone: see
// float_kernels.hpp.
#include "float_kernels.hpp"
#include "kernels.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace parley::encoder {

namespace {

constexpr std::size_t kColumnVectors = 4;  // of 16 columns
constexpr std::size_t kStep = kPackedColumns * kPackedInputs;

// kRows rows times 64 columns; 24 of the 32 registers hold sums.
template <std::size_t kRows>
void multiply_block(const std::uint8_t* rows, const float* scales, const PackedMatrix& matrix, std::size_t block,
                    float* out) {
  __m512i sums[kRows][kColumnVectors];
#pragma GCC unroll 8
  for (std::size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 8
    for (std::size_t v = 0; v < kColumnVectors; ++v) sums[r][v] = _mm512_setzero_si512();
  }
  const auto* part = matrix.packed + block * matrix.inputs;
  for (std::size_t k = 0; k < matrix.inputs; k += kPackedInputs, part += kStep) {
    __m512i weights[kColumnVectors];
#pragma GCC unroll 8
    for (std::size_t v = 0; v < kColumnVectors; ++v) weights[v] = _mm512_loadu_si512(part + v * 64);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      std::int32_t four;
      __builtin_memcpy(&four, rows + r * matrix.inputs + k, sizeof four);
      const __m512i x = _mm512_set1_epi32(four);
#pragma GCC unroll 8
      for (std::size_t v = 0; v < kColumnVectors; ++v) sums[r][v] = _mm512_dpbusd_epi32(sums[r][v], x, weights[v]);
    }
  }
#pragma GCC unroll 8
  for (std::size_t v = 0; v < kColumnVectors; ++v) {
    const auto column = block + v * 16;
    const __m512i shift = _mm512_loadu_si512(matrix.shift + column);
    const __m512 scale = _mm512_loadu_ps(matrix.scale + column);
    const __m512 bias = _mm512_loadu_ps(matrix.bias + column);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      const __m512 sum = _mm512_cvtepi32_ps(_mm512_sub_epi32(sums[r][v], shift));
      const __m512 both = _mm512_mul_ps(_mm512_set1_ps(scales[r]), scale);
      _mm512_storeu_ps(out + r * matrix.outputs + column, _mm512_add_ps(_mm512_mul_ps(sum, both), bias));
    }
  }
}

constexpr std::size_t kMostRows = 6;
constexpr decltype(&multiply_block<1>) kBlocks[] = {multiply_block<1>, multiply_block<2>, multiply_block<3>,
                                                    multiply_block<4>, multiply_block<5>, multiply_block<6>};

void multiply(const std::uint8_t* rows, const float* scales, std::size_t count, const PackedMatrix& matrix,
              float* out) {
  for (std::size_t block = 0; block < matrix.outputs; block += kPackedColumns) {
    // As even as possible: 4 and 3 rather than 6 and 1.
    for (std::size_t done = 0, passes = (count + kMostRows - 1) / kMostRows; passes > 0; --passes) {
      const auto now = (count - done + passes - 1) / passes;
      kBlocks[now - 1](rows + done * matrix.inputs, scales + done, matrix, block, out + done * matrix.outputs);
      done += now;
    }
  }
}

void multiply_row(const std::int16_t* row, float row_scale, const PairedMatrix& matrix, float* out) {
  for (std::size_t block = 0; block < matrix.outputs; block += kPackedColumns) {
    __m512i sums[kColumnVectors];
    for (auto& sum : sums) sum = _mm512_setzero_si512();
    for (std::size_t k = 0; k < matrix.inputs; k += 2) {
      std::int32_t two;
      __builtin_memcpy(&two, row + k, sizeof two);
      const __m512i x = _mm512_set1_epi32(two);
      const auto* part = matrix.pairs + k * matrix.outputs + block * 2;
      for (std::size_t v = 0; v < kColumnVectors; ++v) {
        const __m256i narrow = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(part + v * 32));
        sums[v] = _mm512_dpwssd_epi32(sums[v], x, _mm512_cvtepi8_epi16(narrow));
      }
    }
    for (std::size_t v = 0; v < kColumnVectors; ++v) {
      const auto column = block + v * 16;
      const __m512 both = _mm512_mul_ps(_mm512_set1_ps(row_scale), _mm512_loadu_ps(matrix.scale + column));
      const __m512 sum = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[v]), both);
      _mm512_storeu_ps(out + column, _mm512_add_ps(sum, _mm512_loadu_ps(matrix.bias + column)));
    }
  }
}

// The query is made unsigned by adding 128, and 128 times the row's sum is taken off again.
void scan(const std::int8_t* query, const std::int8_t* rows, const float* scales, std::size_t count,
          std::size_t dimensions, float* out) {
  const __m512i high = _mm512_set1_epi8(-128);
  const auto tail = dimensions % 64;
  const auto whole = dimensions - tail;
  const __mmask64 mask = (__mmask64{1} << tail) - 1;
  for (std::size_t r = 0; r < count; ++r, rows += dimensions) {
    __m512i raised = _mm512_setzero_si512();
    __m512i extra = _mm512_setzero_si512();
    for (std::size_t i = 0; i < whole; i += 64) {
      const __m512i row = _mm512_loadu_si512(rows + i);
      raised = _mm512_dpbusd_epi32(raised, _mm512_xor_si512(_mm512_loadu_si512(query + i), high), row);
      extra = _mm512_dpbusd_epi32(extra, high, row);
    }
    if (tail != 0) {
      const __m512i row = _mm512_maskz_loadu_epi8(mask, rows + whole);
      const __m512i q = _mm512_xor_si512(_mm512_maskz_loadu_epi8(mask, query + whole), high);
      raised = _mm512_dpbusd_epi32(raised, q, row);
      extra = _mm512_dpbusd_epi32(extra, high, row);
    }
    out[r] = static_cast<float>(_mm512_reduce_add_epi32(_mm512_sub_epi32(raised, extra))) * scales[r];
  }
}

}  // namespace

const Kernels& avx512_vnni_kernels() {
  static constexpr Kernels kKernels{quantise, multiply, multiply_row, multiply_row_f32, normalise, attend,
                                    add,      rectify,  mean,         unit_tanh,        scan};
  return kKernels;
}

}  // namespace parley::encoder

#else

namespace parley::encoder {
const Kernels& avx512_vnni_kernels() { return portable_kernels(); }
}  // namespace parley::encoder

#endif
