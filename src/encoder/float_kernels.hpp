// SPDX-License-Identifier: Apache-2.0
// The loops over floats, compiled anew by every kernels_*.cpp with its instructions. Everything is static and touches
// nothing but raw pointers: an inline function of the standard library that was compiled here could be the one that the
// linker keeps for the whole program, and fail on an older machine. -ffp-contract=off keeps the results equal.
#pragma once

#include <cstddef>
#include <cstdint>

namespace {

using Lanes [[gnu::vector_size(64), gnu::aligned(4), gnu::may_alias]] = float;
using Words [[gnu::vector_size(64), gnu::aligned(4), gnu::may_alias]] = std::int32_t;
using Bytes [[gnu::vector_size(16), gnu::aligned(1), gnu::may_alias]] = std::uint8_t;
constexpr std::size_t kLanes = 16;

// Adding it rounds to the nearest integer, which then stands in the low bits.
constexpr float kRounding = 12582912.0F;  // 1.5 · 2^23
constexpr std::int32_t kRoundingBits = 0x4B400000;

inline const Lanes& lanes(const float* at) { return *reinterpret_cast<const Lanes*>(at); }
inline Lanes& lanes(float* at) { return *reinterpret_cast<Lanes*>(at); }

[[gnu::always_inline]] inline float sum(const Lanes& l) {
  return (((l[0] + l[8]) + (l[4] + l[12])) + ((l[2] + l[10]) + (l[6] + l[14]))) +
         (((l[1] + l[9]) + (l[5] + l[13])) + ((l[3] + l[11]) + (l[7] + l[15])));
}

[[gnu::always_inline]] inline float greatest(const Lanes& l) {
  float result = l[0];
  for (std::size_t i = 1; i < kLanes; ++i) result = l[i] > result ? l[i] : result;
  return result;
}

// x := e^x for x <= 0, within 2 units in the last place; what is below -87 counts as -87. After Cephes' expf.
[[gnu::always_inline]] inline void exponentiate(Lanes& x) {
  x = x < -87.0F ? Lanes{} - 87.0F : x;
  const Lanes rounded = x * 1.44269504F + kRounding;
  const Lanes n = rounded - kRounding;
  x = (x - n * 0.693359375F) + n * 2.12194440e-4F;
  Lanes y = x * 1.9875691500e-4F + 1.3981999507e-3F;
  y = y * x + 8.3334519073e-3F;
  y = y * x + 4.1665795894e-2F;
  y = y * x + 1.6666665459e-1F;
  y = y * x + 5.0000001201e-1F;
  y = y * x * x + x + 1.0F;
  const Words power = ((reinterpret_cast<const Words&>(rounded) - kRoundingBits) + 127) << 23;
  x = y * reinterpret_cast<const Lanes&>(power);
}

[[maybe_unused]] void quantise(const float* rows, std::size_t count, std::size_t width, std::uint8_t* out,
                               float* scales) {
  for (std::size_t r = 0; r < count; ++r, rows += width, out += width) {
    Lanes most{};
    for (std::size_t i = 0; i < width; i += kLanes) {
      const Lanes size = lanes(rows + i) < 0.0F ? -lanes(rows + i) : lanes(rows + i);
      most = size > most ? size : most;
    }
    const float top = greatest(most);
    scales[r] = top / 127.0F;
    const float factor = top > 1e-30F ? 127.0F / top : 0.0F;
    for (std::size_t i = 0; i < width; i += kLanes) {
      const Lanes rounded = lanes(rows + i) * factor + kRounding;
      const Words whole = reinterpret_cast<const Words&>(rounded) - (kRoundingBits - 128);
      *reinterpret_cast<Bytes*>(out + i) = __builtin_convertvector(whole, Bytes);
    }
  }
}

[[maybe_unused]] void normalise(const float* rows, std::size_t count, std::size_t width, const float* scale,
                                const float* bias, float* out) {
  const auto size = static_cast<float>(width);
  for (std::size_t r = 0; r < count; ++r, rows += width, out += width) {
    Lanes total{};
    for (std::size_t i = 0; i < width; i += kLanes) total += lanes(rows + i);
    const float mean = sum(total) / size;
    Lanes squares{};
    for (std::size_t i = 0; i < width; i += kLanes) {
      const Lanes off = lanes(rows + i) - mean;
      squares += off * off;
    }
    const float factor = 1.0F / __builtin_sqrtf(sum(squares) / size + 1e-6F);
    for (std::size_t i = 0; i < width; i += kLanes) {
      lanes(out + i) = (lanes(rows + i) - mean) * factor * lanes(scale + i) + lanes(bias + i);
    }
  }
}

// Turns `count` scores, padded to whole lanes, into weights whose sum is 1.
[[gnu::always_inline]] inline void soften(float* scores, std::size_t count) {
  std::size_t padded = count;
  for (; padded % kLanes != 0; ++padded) scores[padded] = -1e30F;
  Lanes most = lanes(scores);
  for (std::size_t i = 0; i < padded; i += kLanes) most = lanes(scores + i) > most ? lanes(scores + i) : most;
  const float top = greatest(most);
  Lanes total{};
  for (std::size_t i = 0; i < padded; i += kLanes) {
    Lanes x = lanes(scores + i) - top;
    exponentiate(x);
    lanes(scores + i) = x;
    total += x;
  }
  const float share = 1.0F / sum(total);
  for (std::size_t i = 0; i < padded; i += kLanes) lanes(scores + i) *= share;
}

// Lanes in a head: 4 or 8, known to the compiler so that a head's row stays in registers.
template <std::size_t kWidth>
[[gnu::always_inline]] inline void attend_row(const float* q, const float* k, const float* v, std::size_t count,
                                              std::size_t stride, float* weights, float* out) {
  const float factor = 1.0F / __builtin_sqrtf(static_cast<float>(kWidth * kLanes));
  for (std::size_t j = 0; j < count; ++j) {
    Lanes total{};
    for (std::size_t i = 0; i < kWidth; ++i) total += lanes(q + i * kLanes) * lanes(k + j * stride + i * kLanes);
    weights[j] = sum(total) * factor;
  }
  soften(weights, count);
  Lanes mixed[kWidth]{};
  for (std::size_t j = 0; j < count; ++j) {
    for (std::size_t i = 0; i < kWidth; ++i) mixed[i] += lanes(v + j * stride + i * kLanes) * weights[j];
  }
  for (std::size_t i = 0; i < kWidth; ++i) lanes(out + i * kLanes) = mixed[i];
}

[[maybe_unused]] void attend(const float* qkv, std::size_t count, std::size_t width, std::size_t heads, float* weights,
                             float* out) {
  const auto stride = 3 * width;
  const auto head = width / heads;
  for (std::size_t h = 0; h < width; h += head) {
    for (std::size_t r = 0; r < count; ++r) {
      const float* q = qkv + r * stride + h;
      if (head == 4 * kLanes) {
        attend_row<4>(q, qkv + width + h, qkv + 2 * width + h, count, stride, weights, out + r * width + h);
      } else {
        attend_row<8>(q, qkv + width + h, qkv + 2 * width + h, count, stride, weights, out + r * width + h);
      }
    }
  }
}

[[maybe_unused]] void add(float* to, const float* what, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kLanes) lanes(to + i) += lanes(what + i);
}

[[maybe_unused]] void rectify(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kLanes) {
    lanes(values + i) = lanes(values + i) > 0.0F ? lanes(values + i) : Lanes{};
  }
}

[[maybe_unused]] void mean(const float* rows, std::size_t count, std::size_t width, float* out) {
  const float share = 1.0F / static_cast<float>(count);
  for (std::size_t i = 0; i < width; i += kLanes) {
    Lanes total{};
    for (std::size_t r = 0; r < count; ++r) total += lanes(rows + r * width + i);
    lanes(out + i) = total * share;
  }
}

[[maybe_unused]] void unit_tanh(float* values, std::size_t count) {
  Lanes squares{};
  for (std::size_t i = 0; i < count; i += kLanes) {
    const Lanes x = lanes(values + i);
    const Lanes size = x < 0.0F ? -x : x;
    Lanes shrunk = size * -2.0F;
    exponentiate(shrunk);
    const Lanes y = (1.0F - shrunk) / (1.0F + shrunk);
    lanes(values + i) = x < 0.0F ? -y : y;
    squares += y * y;
  }
  const float length = __builtin_sqrtf(sum(squares));
  const float factor = length > 1e-30F ? 1.0F / length : 0.0F;
  for (std::size_t i = 0; i < count; i += kLanes) lanes(values + i) *= factor;
}

[[maybe_unused]] void multiply_row_f32(const float* row, const float* weights, const float* bias, std::size_t inputs,
                                       std::size_t outputs, float* out) {
  for (std::size_t c = 0; c < outputs; c += 4 * kLanes) {
    Lanes total[4];
    for (std::size_t i = 0; i < 4; ++i) total[i] = lanes(bias + c + i * kLanes);
    for (std::size_t k = 0; k < inputs; ++k) {
      for (std::size_t i = 0; i < 4; ++i) total[i] += lanes(weights + k * outputs + c + i * kLanes) * row[k];
    }
    for (std::size_t i = 0; i < 4; ++i) lanes(out + c + i * kLanes) = total[i];
  }
}

}  // namespace
