// SPDX-License-Identifier: Apache-2.0
#include "phone_upsampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace parley {

namespace {

constexpr int kTaps = 41;
constexpr double kCutoff = 0.475;  // of the Nyquist frequency at 16 kHz
constexpr double kLeak = 0.05;

}  // namespace

PhoneUpsampler::PhoneUpsampler() {
  std::array<double, kTaps> lowpass{};
  double sum = 0;
  for (int n = 0; n < kTaps; ++n) {
    const double x = n - (kTaps - 1) / 2;
    const double sinc = x == 0 ? kCutoff : std::sin(std::numbers::pi * kCutoff * x) / (std::numbers::pi * x);
    const double window = 0.54 - 0.46 * std::cos(2 * std::numbers::pi * n / (kTaps - 1));
    lowpass[static_cast<std::size_t>(n)] = sinc * window;
    sum += sinc * window;
  }
  // Every second input of the filter is a stuffed zero: gain 2 restores the level.
  for (std::size_t n = 0; n < kTaps; ++n) {
    double tap = 2 * (1 - kLeak) * lowpass[n] / sum;
    if (n == (kTaps - 1) / 2) tap += 2 * kLeak;
    (n % 2 == 0 ? even_ : odd_)[n / 2] = static_cast<float>(tap);
  }
}

void PhoneUpsampler::upsample(std::span<const std::int16_t> narrow, std::span<std::int16_t> wide) {
  auto rounded = [](float value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0F, 32767.0F)));
  };
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    std::shift_right(history_.begin(), history_.end(), 1);
    history_[0] = narrow[i];
    float at = 0;
    float between = 0;
    for (std::size_t k = 0; k < kPhaseTaps; ++k) {
      at += even_[k] * history_[k];
      between += odd_[k] * history_[k];
    }
    wide[2 * i] = rounded(at);
    wide[2 * i + 1] = rounded(between);
  }
}

}  // namespace parley
