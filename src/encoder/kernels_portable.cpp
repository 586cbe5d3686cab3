// SPDX-License-Identifier: Apache-2.0
// Plain loops, for any processor.
#include "float_kernels.hpp"
#include "kernels.hpp"

namespace parley::encoder {

namespace {

void multiply(const std::uint8_t* rows, const float* scales, std::size_t count, const PackedMatrix& matrix,
              float* out) {
  for (std::size_t block = 0; block < matrix.outputs; block += kPackedColumns) {
    const auto* slab = matrix.packed + block * matrix.inputs;
    for (std::size_t r = 0; r < count; ++r) {
      const auto* row = rows + r * matrix.inputs;
      std::int32_t sums[kPackedColumns] = {};
      for (std::size_t k = 0; k < matrix.inputs; k += kPackedInputs) {
        const auto* part = slab + k * kPackedColumns;
        for (std::size_t c = 0; c < kPackedColumns; ++c) {
          const auto* w = part + c * kPackedInputs;
          sums[c] += row[k] * w[0] + row[k + 1] * w[1] + row[k + 2] * w[2] + row[k + 3] * w[3];
        }
      }
      for (std::size_t c = 0; c < kPackedColumns; ++c) {
        const auto column = block + c;
        out[r * matrix.outputs + column] =
            static_cast<float>(sums[c] - matrix.shift[column]) * (scales[r] * matrix.scale[column]) +
            matrix.bias[column];
      }
    }
  }
}

void multiply_row(const std::int16_t* row, float row_scale, const PairedMatrix& matrix, float* out) {
  for (std::size_t block = 0; block < matrix.outputs; block += kPackedColumns) {
    std::int32_t sums[kPackedColumns] = {};
    for (std::size_t k = 0; k < matrix.inputs; k += 2) {
      const auto* part = matrix.pairs + k * matrix.outputs + block * 2;
      for (std::size_t c = 0; c < kPackedColumns; ++c) sums[c] += row[k] * part[2 * c] + row[k + 1] * part[2 * c + 1];
    }
    for (std::size_t c = 0; c < kPackedColumns; ++c) {
      const auto column = block + c;
      out[column] = static_cast<float>(sums[c]) * (row_scale * matrix.scale[column]) + matrix.bias[column];
    }
  }
}

void scan(const std::int8_t* query, const std::int8_t* rows, const float* scales, std::size_t count,
          std::size_t dimensions, float* out) {
  for (std::size_t r = 0; r < count; ++r, rows += dimensions) {
    std::int32_t total = 0;
    for (std::size_t i = 0; i < dimensions; ++i) total += query[i] * rows[i];
    out[r] = static_cast<float>(total) * scales[r];
  }
}

}  // namespace

const Kernels& portable_kernels() {
  static constexpr Kernels kKernels{quantise, multiply, multiply_row, multiply_row_f32, normalise, attend,
                                    add,      rectify,  mean,         unit_tanh,        scan};
  return kKernels;
}

}  // namespace parley::encoder
