// SPDX-License-Identifier: Apache-2.0
#include "parley/media/resampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace parley {
namespace {

std::int16_t to_sample(float value) {
  return static_cast<std::int16_t>(std::lrint(std::clamp(value, -32768.0F, 32767.0F)));
}

double sinc(double x) { return x == 0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); }

// Blackman: side lobes below −70 dB. `x` from −1 to 1.
double window(double x) {
  return 0.42 + 0.5 * std::cos(std::numbers::pi * x) + 0.08 * std::cos(2 * std::numbers::pi * x);
}

// Gain 1 at zero frequency, cut-off a quarter of the 16 kHz rate.
std::array<float, kHalfBandTaps> make_taps() {
  std::array<float, kHalfBandTaps> taps{};
  constexpr double kMiddle = (kHalfBandTaps - 1) / 2.0;
  double sum = 0;
  for (std::size_t n = 0; n < kHalfBandTaps; ++n) {
    const double x = static_cast<double>(n) - kMiddle;
    taps[n] = static_cast<float>(0.5 * sinc(0.5 * x) * window(x / (kMiddle + 1)));
    sum += static_cast<double>(taps[n]);
  }
  for (float& tap : taps) tap = static_cast<float>(static_cast<double>(tap) / sum);
  return taps;
}

const std::array<float, kHalfBandTaps>& taps() {
  static const auto kTaps = make_taps();
  return kTaps;
}

}  // namespace

std::size_t Halver::convert(std::span<const std::int16_t> in, std::span<std::int16_t> out) noexcept {
  const auto& filter = taps();
  std::size_t written = 0;
  for (const std::int16_t sample : in) {
    history_[at_] = history_[at_ + kHalfBandTaps] = static_cast<float>(sample);
    at_ = at_ + 1 == kHalfBandTaps ? 0 : at_ + 1;
    odd_ = !odd_;
    if (!odd_ || written == out.size()) continue;
    float sum = 0;
    for (std::size_t n = 0; n < kHalfBandTaps; ++n) sum += filter[n] * history_[at_ + n];
    out[written++] = to_sample(sum);
  }
  return written;
}

void Halver::reset() noexcept { *this = Halver{}; }

std::size_t Doubler::convert(std::span<const std::int16_t> in, std::span<std::int16_t> out) noexcept {
  const auto& filter = taps();
  std::size_t written = 0;
  for (const std::int16_t sample : in) {
    if (written + 2 > out.size()) break;
    history_[at_] = history_[at_ + kPhaseTaps] = static_cast<float>(sample);
    at_ = at_ + 1 == kPhaseTaps ? 0 : at_ + 1;
    // The taps are symmetric, so oldest-first order needs no reversal.
    float even = 0;
    float odd = 0;
    for (std::size_t n = 0; n < kPhaseTaps; ++n) even += filter[2 * n] * history_[at_ + n];
    for (std::size_t n = 0; n + 1 < kPhaseTaps; ++n) odd += filter[2 * n + 1] * history_[at_ + n + 1];
    out[written++] = to_sample(2 * even);
    out[written++] = to_sample(2 * odd);
  }
  return written;
}

void Doubler::reset() noexcept { *this = Doubler{}; }

std::vector<std::int16_t> resample(std::span<const std::int16_t> in, std::uint32_t from, std::uint32_t to) {
  if (from == to || from == 0 || to == 0) return {in.begin(), in.end()};
  constexpr double kLobes = 16;
  const double step = static_cast<double>(from) / to;
  const double cut = std::min(1.0, static_cast<double>(to) / from);  // of the input's Nyquist frequency
  const double reach = kLobes / cut;
  std::vector<std::int16_t> out(in.size() * to / from);
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double centre = static_cast<double>(n) * step;
    const auto first = static_cast<std::int64_t>(std::ceil(std::max(0.0, centre - reach)));
    const auto last = std::min<std::int64_t>(static_cast<std::int64_t>(in.size()) - 1,
                                             static_cast<std::int64_t>(std::floor(centre + reach)));
    double sum = 0;
    for (std::int64_t k = first; k <= last; ++k) {
      const double x = static_cast<double>(k) - centre;
      sum += in[static_cast<std::size_t>(k)] * cut * sinc(cut * x) * window(x / reach);
    }
    out[n] = to_sample(static_cast<float>(sum));
  }
  return out;
}

}  // namespace parley
