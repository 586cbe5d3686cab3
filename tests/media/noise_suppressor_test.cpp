// SPDX-License-Identifier: Apache-2.0
#include "parley/media/noise_suppressor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace parley {
namespace {

double level_dbfs(std::span<const std::int16_t> samples) {
  double energy = 1;
  for (const auto sample : samples) energy += std::pow(sample, 2);
  return 10 * std::log10(energy / static_cast<double>(samples.size()) / 32768 / 32768);
}

// Hiss at -45 dB for three seconds, with a swelling hum of -20 dB in the last one.
std::vector<std::int16_t> hum_in_hiss() {
  std::mt19937 random(5);
  std::normal_distribution<double> hiss(0, 184);
  std::vector<std::int16_t> samples;
  for (int n = 0; n < 24000; ++n) {
    double voice = 0;
    if (n >= 16000) {
      const double swell = 0.5 - 0.5 * std::cos(2 * 3.14159 * n / 2000.0);
      for (int k = 1; k < 8; ++k) voice += 1500 * swell * std::sin(k * n * 0.12) / k;
    }
    samples.push_back(static_cast<std::int16_t>(std::lrint(voice + hiss(random))));
  }
  return samples;
}

TEST(NoiseSuppressor, TakesTheHissAndLeavesTheVoice) {
  auto samples = hum_in_hiss();
  const auto before = samples;
  NoiseSuppressor suppressor;
  for (std::size_t at = 0; at + NoiseSuppressor::kFrame <= samples.size(); at += NoiseSuppressor::kFrame) {
    suppressor.apply(std::span(samples).subspan(at, NoiseSuppressor::kFrame));
  }
  const auto level = [](const std::vector<std::int16_t>& all, std::size_t from, std::size_t count) {
    return level_dbfs(std::span(all).subspan(from, count));
  };
  EXPECT_LT(level(samples, 12000, 4000), level(before, 12000, 4000) - 10) << "noise alone";
  EXPECT_NEAR(level(samples, 18000, 6000), level(before, 18000, 6000), 2) << "voice";
}

TEST(NoiseSuppressor, LeavesOtherLengthsAlone) {
  NoiseSuppressor suppressor;
  std::vector<std::int16_t> odd(80, 1000);
  suppressor.apply(odd);
  EXPECT_EQ(odd, std::vector<std::int16_t>(80, 1000));
}

}  // namespace
}  // namespace parley
