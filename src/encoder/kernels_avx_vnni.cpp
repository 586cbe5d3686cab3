// SPDX-License-Identifier: Apache-2.0
// Compiled for AVX2 and AVX-VNNI (CMakeLists.txt). Intrinsics on raw pointers alone: see float_kernels.hpp.
#include "float_kernels.hpp"
#include "kernels.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace parley::encoder {

namespace {

constexpr std::size_t kStep = kPackedColumns * kPackedInputs;

// kRows rows times 16 columns; 12 of the 16 registers hold sums.
template <std::size_t kRows>
void multiply_block(const std::uint8_t* rows, const float* scales, const PackedMatrix& matrix, std::size_t column,
                    float* out) {
  __m256i sums[kRows][2];
#pragma GCC unroll 8
  for (std::size_t r = 0; r < kRows; ++r) sums[r][0] = sums[r][1] = _mm256_setzero_si256();
  const auto inside = column % kPackedColumns;
  const auto* part = matrix.packed + (column - inside) * matrix.inputs + inside * kPackedInputs;
  for (std::size_t k = 0; k < matrix.inputs; k += kPackedInputs, part += kStep) {
    const __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(part));
    const __m256i right = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(part + 32));
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      std::int32_t four;
      __builtin_memcpy(&four, rows + r * matrix.inputs + k, sizeof four);
      const __m256i x = _mm256_set1_epi32(four);
      sums[r][0] = _mm256_dpbusd_avx_epi32(sums[r][0], x, left);
      sums[r][1] = _mm256_dpbusd_avx_epi32(sums[r][1], x, right);
    }
  }
#pragma GCC unroll 8
  for (std::size_t v = 0; v < 2; ++v, column += 8) {
    const __m256i shift = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(matrix.shift + column));
    const __m256 scale = _mm256_loadu_ps(matrix.scale + column);
    const __m256 bias = _mm256_loadu_ps(matrix.bias + column);
#pragma GCC unroll 8
    for (std::size_t r = 0; r < kRows; ++r) {
      const __m256 sum = _mm256_cvtepi32_ps(_mm256_sub_epi32(sums[r][v], shift));
      const __m256 both = _mm256_mul_ps(_mm256_set1_ps(scales[r]), scale);
      _mm256_storeu_ps(out + r * matrix.outputs + column, _mm256_add_ps(_mm256_mul_ps(sum, both), bias));
    }
  }
}

constexpr std::size_t kMostRows = 6;
constexpr decltype(&multiply_block<1>) kBlocks[] = {multiply_block<1>, multiply_block<2>, multiply_block<3>,
                                                    multiply_block<4>, multiply_block<5>, multiply_block<6>};

void multiply(const std::uint8_t* rows, const float* scales, std::size_t count, const PackedMatrix& matrix,
              float* out) {
  for (std::size_t block = 0; block < matrix.outputs; block += 16) {
    for (std::size_t done = 0, passes = (count + kMostRows - 1) / kMostRows; passes > 0; --passes) {
      const auto now = (count - done + passes - 1) / passes;
      kBlocks[now - 1](rows + done * matrix.inputs, scales + done, matrix, block, out + done * matrix.outputs);
      done += now;
    }
  }
}

}  // namespace

const Kernels& avx_vnni_kernels() {
  static const Kernels kKernels = [] {
    Kernels result = avx2_kernels();
    result.multiply = multiply;
    return result;
  }();
  return kKernels;
}

}  // namespace parley::encoder

#else

namespace parley::encoder {
const Kernels& avx_vnni_kernels() { return portable_kernels(); }
}  // namespace parley::encoder

#endif
