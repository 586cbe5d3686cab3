// SPDX-License-Identifier: Apache-2.0
#include "parley/media/comfort_noise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "parley/media/g711.hpp"

namespace parley {
namespace {

double level_dbfs(const std::vector<std::int16_t>& samples) {
  double energy = 0;
  for (const auto sample : samples) energy += std::pow(sample / 32768.0, 2);
  return 10 * std::log10(energy / static_cast<double>(samples.size()));
}

TEST(ComfortNoise, IsFaintButAlive) {
  ComfortNoise noise;
  std::vector<std::int16_t> samples(8000);
  noise.fill(samples);
  EXPECT_NEAR(level_dbfs(samples), -66, 1.5);
}

TEST(ComfortNoise, SurvivesTheCodec) {
  ComfortNoise noise;
  std::vector<std::int16_t> samples(8000);
  noise.fill(samples);
  for (const auto law : {G711Law::mu_law, G711Law::a_law}) {
    std::vector<std::uint8_t> coded(samples.size());
    g711_encode(law, samples, coded);
    std::vector<std::int16_t> decoded(samples.size());
    g711_decode(law, coded, decoded);
    EXPECT_NEAR(level_dbfs(decoded), -66, 4);
  }
}

TEST(ComfortNoise, DoesNotRepeatWithinASecond) {
  ComfortNoise noise;
  std::vector<std::int16_t> first(4000);
  std::vector<std::int16_t> second(4000);
  noise.fill(first);
  noise.fill(second);
  EXPECT_NE(first, second);
}

}  // namespace
}  // namespace parley
