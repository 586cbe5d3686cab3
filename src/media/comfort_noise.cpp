// SPDX-License-Identifier: Apache-2.0
#include "parley/media/comfort_noise.hpp"

#include <cmath>

namespace parley {
namespace {

// Even noise of -60 dB that this one-pole filter brings down to -66 dB.
constexpr float kPeak = 57.0F;
constexpr float kPole = 0.6F;

}  // namespace

void ComfortNoise::fill(std::span<std::int16_t> samples) noexcept {
  for (auto& sample : samples) {
    state_ = state_ * 1664525U + 1013904223U;
    const float white = kPeak * (static_cast<float>(state_ >> 8U) / 8388608.0F - 1.0F);
    smoothed_ += (1 - kPole) * (white - smoothed_);
    sample = static_cast<std::int16_t>(std::lrint(smoothed_));
  }
}

}  // namespace parley
