// SPDX-License-Identifier: Apache-2.0
// The inner loops, once for each set of instructions. Whatever set runs them, the results are the same bit by bit: sums
// of floats have a fixed order of sixteen lanes, nothing is contracted, and products of int8 are exact.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parley::encoder {

// Columns that lie side by side in packed weights, and inputs that lie side by side within a column.
inline constexpr std::size_t kPackedColumns = 64;
inline constexpr std::size_t kPackedInputs = 4;
inline constexpr std::size_t kMostPackedInputs = 1536;

// A matrix of int8 with a scale for each column. packed[(c / 64)·inputs·64 + (k / 4)·256 + (c % 64)·4 + k % 4].
struct PackedMatrix {
  const std::int8_t* packed;
  const float* scale;
  const std::int32_t* shift;  // 128 times the sum of the column
  const float* bias;
  std::size_t inputs;   // multiple of 16, at most kMostPackedInputs
  std::size_t outputs;  // multiple of 64
};

// A smaller form for one row of int16: packed[(k / 2)·outputs·2 + c·2 + k % 2].
struct PairedMatrix {
  const std::int8_t* pairs;
  const float* scale;
  const float* bias;
  std::size_t inputs;   // even
  std::size_t outputs;  // multiple of 64
};

constexpr std::size_t attention_room(std::size_t rows) { return 2 * rows * 128 + rows + 16; }

// Every count of floats is a multiple of 16. Pointers need no alignment.
struct Kernels {
  // Each row as 128 + round(x · 127 / greatest); the scale brings it back.
  void (*quantise)(const float* rows, std::size_t count, std::size_t width, std::uint8_t* out, float* scales);
  void (*multiply)(const std::uint8_t* rows, const float* scales, std::size_t count, const PackedMatrix& matrix,
                   float* out);
  void (*multiply_row)(const std::int16_t* row, float row_scale, const PairedMatrix& matrix, float* out);
  // out[c] = bias[c] + Σ row[k] · weights[k·outputs + c]; outputs a multiple of 64.
  void (*multiply_row_f32)(const float* row, const float* weights, const float* bias, std::size_t inputs,
                           std::size_t outputs, float* out);
  void (*normalise)(const float* rows, std::size_t count, std::size_t width, const float* scale, const float* bias,
                    float* out);
  // Softmax(q·kᵀ / √head)·v for each head, which is 64 or 128 wide; rows of `qkv` are [q | k | v]. `room` has
  // attention_room(count) elements.
  void (*attend)(const float* qkv, std::size_t count, std::size_t width, std::size_t heads, float* room, float* out);
  void (*add)(float* to, const float* what, std::size_t count);
  void (*rectify)(float* values, std::size_t count);
  void (*mean)(const float* rows, std::size_t count, std::size_t width, float* out);
  // tanh of each, then to length 1.
  void (*unit_tanh)(float* values, std::size_t count);
  // out[i] = scales[i] · (query · row i); any dimensions.
  void (*scan)(const std::int8_t* query, const std::int8_t* rows, const float* scales, std::size_t count,
               std::size_t dimensions, float* out);
};

const Kernels& portable_kernels();
const Kernels& avx2_kernels();         // needs AVX2
const Kernels& avx_vnni_kernels();     // and AVX-VNNI
const Kernels& avx512_vnni_kernels();  // needs AVX-512 F, BW, VL and VNNI

bool has_avx2();
bool has_avx_vnni();
bool has_avx512_vnni();

// The fastest that this machine has.
const Kernels& kernels_here();

}  // namespace parley::encoder
