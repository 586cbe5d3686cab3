// SPDX-License-Identifier: Apache-2.0
#include "phone_upsampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <vector>

namespace parley {
namespace {

using Samples = std::vector<std::int16_t>;

Samples tone(double hertz, double amplitude, std::size_t count) {
  Samples out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(static_cast<std::int16_t>(
        std::lround(amplitude * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 8000))));
  }
  return out;
}

Samples upsampled(const Samples& narrow) {
  Samples wide(2 * narrow.size());
  PhoneUpsampler().upsample(narrow, wide);
  return wide;
}

// Amplitude of one frequency at 16 kHz; whole periods of multiples of 100 Hz fit the window.
double amplitude(const Samples& wide, double hertz) {
  constexpr std::size_t kFrom = 160;  // past the filter's start
  constexpr std::size_t kCount = 1600;
  std::complex<double> sum;
  for (std::size_t i = 0; i < kCount; ++i) {
    const double angle = 2 * std::numbers::pi * hertz * static_cast<double>(i) / 16000;
    sum += static_cast<double>(wide[kFrom + i]) * std::polar(1.0, -angle);
  }
  return 2 * std::abs(sum) / kCount;
}

double decibels(double ratio) { return 20 * std::log10(ratio); }

TEST(PhoneUpsampler, KeepsTheLevelOfSpeech) {
  for (const double hertz : {200.0, 500.0, 1000.0, 2000.0, 3000.0}) {
    const auto wide = upsampled(tone(hertz, 8000, 1000));
    EXPECT_NEAR(decibels(amplitude(wide, hertz) / 8000), 0, 0.25) << hertz;
  }
}

TEST(PhoneUpsampler, LetsTheMirrorImageThroughFaintly) {
  for (const double hertz : {500.0, 1000.0, 2000.0, 3000.0}) {
    const auto wide = upsampled(tone(hertz, 8000, 1000));
    EXPECT_NEAR(decibels(amplitude(wide, 8000 - hertz) / amplitude(wide, hertz)), -26, 1) << hertz;
    EXPECT_LT(decibels(amplitude(wide, 4000) / 8000), -60) << hertz;
  }
}

TEST(PhoneUpsampler, DoesNotCareHowTheSamplesArrive) {
  std::mt19937 random(7);
  Samples narrow(1000);
  for (auto& sample : narrow) sample = static_cast<std::int16_t>(static_cast<int>(random() % 65536) - 32768);
  const auto at_once = upsampled(narrow);
  for (const std::size_t step : {1, 7, 80, 160, 999}) {
    PhoneUpsampler upsampler;
    Samples wide(2 * narrow.size());
    for (std::size_t at = 0; at < narrow.size(); at += step) {
      const auto count = std::min(step, narrow.size() - at);
      upsampler.upsample(std::span(narrow).subspan(at, count), std::span(wide).subspan(2 * at, 2 * count));
    }
    EXPECT_EQ(wide, at_once) << step;
  }
}

TEST(PhoneUpsampler, DelaysByTwentyWideSamples) {
  Samples impulse(40);
  impulse[0] = 16000;
  const auto wide = upsampled(impulse);
  EXPECT_EQ(std::max_element(wide.begin(), wide.end()) - wide.begin(), 20);
  EXPECT_EQ(upsampled(Samples(100)), Samples(200)) << "silence stays silence";
}

TEST(PhoneUpsampler, ClipsInsteadOfWrapping) {
  Samples square;
  for (int i = 0; i < 400; ++i) square.push_back(i / 20 % 2 == 0 ? 32767 : -32768);
  const auto wide = upsampled(square);
  const auto [lowest, highest] = std::minmax_element(wide.begin(), wide.end());
  EXPECT_EQ(*lowest, -32768);
  EXPECT_EQ(*highest, 32767);
  // Away from the edges the sign is that of the input, 20 wide samples earlier.
  for (std::size_t i = 100; i < wide.size(); ++i) {
    const auto source = (i - 20) / 2;
    if (source % 20 < 4 || source % 20 > 15) continue;
    EXPECT_EQ(wide[i] > 0, square[source] > 0) << i;
  }
}

}  // namespace
}  // namespace parley
