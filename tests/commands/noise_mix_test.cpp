// SPDX-License-Identifier: Apache-2.0
#include "noise_mix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace parley::commands {
namespace {

double power(std::span<const std::int16_t> samples) {
  double sum = 0;
  for (const auto sample : samples) sum += static_cast<double>(sample) * sample;
  return sum / static_cast<double>(samples.size());
}

std::vector<std::int16_t> hiss(std::size_t count) {
  std::mt19937 dice(3);
  std::vector<std::int16_t> samples(count);
  for (auto& sample : samples) sample = static_cast<std::int16_t>(static_cast<int>(dice() % 2001) - 1000);
  return samples;
}

TEST(NoiseMix, TheRatioIsOfVoicedFramesNotOfTheWholeFile) {
  // Speech in a quarter of the time.
  std::vector<std::int16_t> speech(16000, 0);
  for (std::size_t i = 4000; i < 8000; ++i) speech[i] = i % 8 < 4 ? 4000 : -4000;
  const auto mixed = mix_noise(speech, hiss(5000), 15, 1);
  ASSERT_EQ(mixed.size(), speech.size());
  const auto noise = std::span(mixed).subspan(8000, 5000);  // one whole round of the noise
  EXPECT_NEAR(10 * std::log10(4000.0 * 4000.0 / power(noise)), 15, 0.3);
}

TEST(NoiseMix, TheSeedFixesThePlaceInTheNoise) {
  const std::vector<std::int16_t> speech(1600, 3000);
  const auto noise = hiss(7000);
  EXPECT_EQ(mix_noise(speech, noise, 10, 5), mix_noise(speech, noise, 10, 5));
  EXPECT_NE(mix_noise(speech, noise, 10, 5), mix_noise(speech, noise, 10, 6));
}

TEST(NoiseMix, LoudSumsAreClippedAndNothingStaysAsItIs) {
  const std::vector<std::int16_t> speech(1600, 32000);
  for (const auto sample : mix_noise(speech, hiss(100), -20, 1)) EXPECT_TRUE(sample >= -32768 && sample <= 32767);
  EXPECT_EQ(mix_noise(speech, {}, 15, 1), speech);
  EXPECT_EQ(mix_noise(speech, std::vector<std::int16_t>(100, 0), 15, 1), speech);
  EXPECT_TRUE(mix_noise({}, hiss(10), 15, 1).empty());
}

}  // namespace
}  // namespace parley::commands
