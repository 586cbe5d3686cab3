// SPDX-License-Identifier: Apache-2.0
// The loops over floats, compiled anew by every kernels_*.cpp with its instructions. Everything is static and touches
// nothing but raw pointers: an inline function of the standard library that was compiled here could be the one that the
// linker keeps for the whole program, and fail on an older machine. -ffp-contract=off keeps the results equal.
#pragma once

#include <cstddef>
#include <cstdint>

namespace {

#if defined(__AVX512F__)
constexpr std::size_t kVectorBytes = 64;
#elif defined(__AVX2__)
constexpr std::size_t kVectorBytes = 32;
#else
constexpr std::size_t kVectorBytes = 16;
#endif
// What one instruction takes.
using Floats [[gnu::vector_size(kVectorBytes), gnu::aligned(4), gnu::may_alias]] = float;
using Words [[gnu::vector_size(kVectorBytes), gnu::aligned(4), gnu::may_alias]] = std::int32_t;
using Bytes [[gnu::vector_size(kVectorBytes / 4), gnu::aligned(1), gnu::may_alias]] = std::uint8_t;
constexpr std::size_t kFloats = kVectorBytes / sizeof(float);

// Sums run in sixteen lanes, whatever the width of a vector.
constexpr std::size_t kLanes = 16;
constexpr std::size_t kVectors = kLanes / kFloats;
struct Lanes {
  Floats part[kVectors];
};

// Adding it rounds to the nearest integer, which then stands in the low bits.
constexpr float kRounding = 12582912.0F;  // 1.5 · 2^23
constexpr std::int32_t kRoundingBits = 0x4B400000;

inline const Floats& floats(const float* at) { return *reinterpret_cast<const Floats*>(at); }
inline Floats& floats(float* at) { return *reinterpret_cast<Floats*>(at); }

// lanes += f(each vector of the sixteen floats from `first` on).
template <class Function>
[[gnu::always_inline]] inline void accumulate(Lanes& lanes, std::size_t first, const Function& f) {
#pragma GCC unroll 4
  for (std::size_t p = 0; p < kVectors; ++p) lanes.part[p] += f(first + p * kFloats);
}

using Four [[gnu::vector_size(16), gnu::aligned(4), gnu::may_alias]] = float;

// Sums run in the same order everywhere: lanes that are eight apart, then four, two and one.
[[gnu::always_inline]] inline void fold(const Lanes& lanes, Four& folded) {
  Four quarter[4];
  __builtin_memcpy(quarter, &lanes, sizeof quarter);
  folded = (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
}

[[gnu::always_inline]] inline float sum(const Lanes& lanes) {
  Four last;
  fold(lanes, last);
  return (last[0] + last[2]) + (last[1] + last[3]);
}

// The sums of four, side by side.
[[gnu::always_inline]] inline void sum_four(const Lanes (&lanes)[4], Four& sums) {
  Four rows[4];
#pragma GCC unroll 4
  for (std::size_t i = 0; i < 4; ++i) fold(lanes[i], rows[i]);
  const Four low01 = __builtin_shufflevector(rows[0], rows[1], 0, 4, 1, 5);
  const Four low23 = __builtin_shufflevector(rows[2], rows[3], 0, 4, 1, 5);
  const Four high01 = __builtin_shufflevector(rows[0], rows[1], 2, 6, 3, 7);
  const Four high23 = __builtin_shufflevector(rows[2], rows[3], 2, 6, 3, 7);
  const Four even =
      __builtin_shufflevector(low01, low23, 0, 1, 4, 5) + __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
  const Four odd =
      __builtin_shufflevector(low01, low23, 2, 3, 6, 7) + __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
  sums = even + odd;
}

[[gnu::always_inline]] inline float greatest(const Floats& values) {
  float result = values[0];
  for (std::size_t i = 1; i < kFloats; ++i) result = values[i] > result ? values[i] : result;
  return result;
}

// x := e^x for x <= 0, within 2 units in the last place; what is below -87 counts as -87. After Cephes' expf.
[[gnu::always_inline]] inline void exponentiate(Floats& x) {
  x = x < -87.0F ? Floats{} - 87.0F : x;
  const Floats rounded = x * 1.44269504F + kRounding;
  const Floats n = rounded - kRounding;
  x = (x - n * 0.693359375F) + n * 2.12194440e-4F;
  Floats y = x * 1.9875691500e-4F + 1.3981999507e-3F;
  y = y * x + 8.3334519073e-3F;
  y = y * x + 4.1665795894e-2F;
  y = y * x + 1.6666665459e-1F;
  y = y * x + 5.0000001201e-1F;
  y = y * x * x + x + 1.0F;
  const Words power = ((reinterpret_cast<const Words&>(rounded) - kRoundingBits) + 127) << 23;
  x = y * reinterpret_cast<const Floats&>(power);
}

[[maybe_unused]] void quantise(const float* rows, std::size_t count, std::size_t width, std::uint8_t* out,
                               float* scales) {
  for (std::size_t r = 0; r < count; ++r, rows += width, out += width) {
    Floats most{};
    for (std::size_t i = 0; i < width; i += kFloats) {
      const Floats x = floats(rows + i);
      const Floats size = x < 0.0F ? -x : x;
      most = size > most ? size : most;
    }
    const float top = greatest(most);
    scales[r] = top / 127.0F;
    const float factor = top > 1e-30F ? 127.0F / top : 0.0F;
    for (std::size_t i = 0; i < width; i += kFloats) {
      const Floats rounded = floats(rows + i) * factor + kRounding;
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
    for (std::size_t i = 0; i < width; i += kLanes) accumulate(total, i, [&](auto at) { return floats(rows + at); });
    const float mean = sum(total) / size;
    Lanes squares{};
    for (std::size_t i = 0; i < width; i += kLanes) {
      accumulate(squares, i, [&](auto at) { return (floats(rows + at) - mean) * (floats(rows + at) - mean); });
    }
    const float factor = 1.0F / __builtin_sqrtf(sum(squares) / size + 1e-6F);
    for (std::size_t i = 0; i < width; i += kFloats) {
      floats(out + i) = (floats(rows + i) - mean) * factor * floats(scale + i) + floats(bias + i);
    }
  }
}

// Turns `count` scores, padded to whole lanes, into weights whose sum is 1.
[[gnu::always_inline]] inline void soften(float* scores, std::size_t count) {
  std::size_t padded = count;
  for (; padded % kLanes != 0; ++padded) scores[padded] = -1e30F;
  Floats most = floats(scores);
  for (std::size_t i = 0; i < padded; i += kFloats) most = floats(scores + i) > most ? floats(scores + i) : most;
  const float top = greatest(most);
  Lanes total{};
  for (std::size_t i = 0; i < padded; i += kLanes) {
    accumulate(total, i, [&](auto at) {
      Floats x = floats(scores + at) - top;
      exponentiate(x);
      floats(scores + at) = x;
      return x;
    });
  }
  const float share = 1.0F / sum(total);
  for (std::size_t i = 0; i < padded; i += kFloats) floats(scores + i) *= share;
}

// Of a head: 64 or 128, known to the compiler so that a head's row stays in registers.
template <std::size_t kWidth>
[[gnu::always_inline]] inline void attend_row(const float* q, const float* k, const float* v, std::size_t count,
                                              std::size_t stride, float* weights, float* out) {
  const float factor = 1.0F / __builtin_sqrtf(static_cast<float>(kWidth));
  std::size_t j = 0;
  for (; j + 4 <= count; j += 4) {
    Lanes totals[4]{};
    for (std::size_t i = 0; i < kWidth; i += kLanes) {
#pragma GCC unroll 4
      for (std::size_t n = 0; n < 4; ++n) {
        accumulate(totals[n], i, [&](auto at) { return floats(q + at) * floats(k + (j + n) * stride + at); });
      }
    }
    sum_four(totals, *reinterpret_cast<Four*>(weights + j));
    *reinterpret_cast<Four*>(weights + j) *= factor;
  }
  for (; j < count; ++j) {
    Lanes total{};
    for (std::size_t i = 0; i < kWidth; i += kLanes) {
      accumulate(total, i, [&](auto at) { return floats(q + at) * floats(k + j * stride + at); });
    }
    weights[j] = sum(total) * factor;
  }
  soften(weights, count);
  constexpr std::size_t kAtOnce = kWidth / kFloats < 8 ? kWidth / kFloats : 8;
  for (std::size_t from = 0; from < kWidth; from += kAtOnce * kFloats) {
    Floats mixed[kAtOnce]{};
    for (j = 0; j < count; ++j) {
      const float weight = weights[j];
      const float* row = v + j * stride + from;
#pragma GCC unroll 8
      for (std::size_t i = 0; i < kAtOnce; ++i) mixed[i] += floats(row + i * kFloats) * weight;
    }
#pragma GCC unroll 8
    for (std::size_t i = 0; i < kAtOnce; ++i) floats(out + from + i * kFloats) = mixed[i];
  }
}

// Keys and values of a head lie side by side in `room`: rows of qkv are so far apart that they would push each other
// out of the cache.
template <std::size_t kWidth>
[[gnu::always_inline]] inline void attend_head(const float* qkv, std::size_t count, std::size_t width, float* room,
                                               float* out) {
  float* const keys = room;
  float* const values = keys + count * kWidth;
  float* const weights = values + count * kWidth;
  for (std::size_t r = 0; r < count; ++r) {
    __builtin_memcpy(keys + r * kWidth, qkv + (3 * r + 1) * width, kWidth * sizeof(float));
    __builtin_memcpy(values + r * kWidth, qkv + (3 * r + 2) * width, kWidth * sizeof(float));
  }
  for (std::size_t r = 0; r < count; ++r) {
    attend_row<kWidth>(qkv + 3 * r * width, keys, values, count, kWidth, weights, out + r * width);
  }
}

[[maybe_unused]] void attend(const float* qkv, std::size_t count, std::size_t width, std::size_t heads, float* room,
                             float* out) {
  const auto head = width / heads;
  for (std::size_t h = 0; h < width; h += head) {
    if (head == 64) {
      attend_head<64>(qkv + h, count, width, room, out + h);
    } else {
      attend_head<128>(qkv + h, count, width, room, out + h);
    }
  }
}

[[maybe_unused]] void add(float* to, const float* what, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kFloats) floats(to + i) += floats(what + i);
}

[[maybe_unused]] void rectify(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kFloats) {
    const Floats x = floats(values + i);
    floats(values + i) = x > 0.0F ? x : Floats{};
  }
}

[[maybe_unused]] void mean(const float* rows, std::size_t count, std::size_t width, float* out) {
  const float share = 1.0F / static_cast<float>(count);
  for (std::size_t i = 0; i < width; i += kFloats) {
    Floats total{};
    for (std::size_t r = 0; r < count; ++r) total += floats(rows + r * width + i);
    floats(out + i) = total * share;
  }
}

[[maybe_unused]] void unit_tanh(float* values, std::size_t count) {
  Lanes squares{};
  for (std::size_t i = 0; i < count; i += kLanes) {
    accumulate(squares, i, [&](auto at) {
      const Floats x = floats(values + at);
      Floats shrunk = (x < 0.0F ? -x : x) * -2.0F;
      exponentiate(shrunk);
      const Floats size = (1.0F - shrunk) / (1.0F + shrunk);
      floats(values + at) = x < 0.0F ? -size : size;
      return size * size;
    });
  }
  const float length = __builtin_sqrtf(sum(squares));
  const float factor = length > 1e-30F ? 1.0F / length : 0.0F;
  for (std::size_t i = 0; i < count; i += kFloats) floats(values + i) *= factor;
}

[[maybe_unused]] void multiply_row_f32(const float* row, const float* weights, const float* bias, std::size_t inputs,
                                       std::size_t outputs, float* out) {
  for (std::size_t c = 0; c < outputs; c += 4 * kFloats) {
    Floats total[4];
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) total[i] = floats(bias + c + i * kFloats);
    for (std::size_t k = 0; k < inputs; ++k) {
      const float* at = weights + k * outputs + c;
#pragma GCC unroll 4
      for (std::size_t i = 0; i < 4; ++i) total[i] += floats(at + i * kFloats) * row[k];
    }
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) floats(out + c + i * kFloats) = total[i];
  }
}

}  // namespace
