// SPDX-License-Identifier: Apache-2.0
// What a line sounds like while nobody speaks: a faint hiss, so that a caller does not take silence for a dead line.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

// Noise at -66 dB of full scale, below what counts as voice anywhere, with less of the high half. Pure and repeatable.
class ComfortNoise {
 public:
  explicit ComfortNoise(std::uint32_t seed = 1) : state_(seed | 1U) {}
  void fill(std::span<std::int16_t> samples) noexcept;

 private:
  std::uint32_t state_;  // of a linear congruential generator
  float smoothed_ = 0;
};

}  // namespace parley
