// SPDX-License-Identifier: Apache-2.0
#include "parley/media/level_normaliser.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace parley {
namespace {

std::vector<std::int16_t> tone(double dbfs) {
  std::vector<std::int16_t> samples;
  const double peak = 32768 * std::pow(10, dbfs / 20) * std::sqrt(2.0);
  for (int n = 0; n < 160; ++n) samples.push_back(static_cast<std::int16_t>(std::lrint(peak * std::sin(n * 0.3))));
  return samples;
}

// Level after `frames` voiced frames of a tone.
double level_after(LevelNormaliser& normaliser, double dbfs, int frames) {
  std::vector<std::int16_t> out;
  for (int i = 0; i < frames; ++i) {
    out = tone(dbfs);
    normaliser.apply(out, true, static_cast<float>(dbfs));
  }
  double energy = 0;
  for (const auto sample : out) energy += std::pow(sample / 32768.0, 2);
  return 10 * std::log10(energy / static_cast<double>(out.size()));
}

TEST(LevelNormaliser, BringsQuietAndLoudCallersTogether) {
  for (const double dbfs : {-40.0, -30.0, -23.0, -15.0, -12.0}) {
    LevelNormaliser normaliser;
    EXPECT_NEAR(level_after(normaliser, dbfs, 400), -23, 1) << dbfs;
  }
}

TEST(LevelNormaliser, NeverTurnsAWhisperIntoAShout) {
  LevelNormaliser normaliser;
  EXPECT_NEAR(level_after(normaliser, -55, 1000), -37, 1);
}

TEST(LevelNormaliser, ChangesSlowly) {
  LevelNormaliser normaliser;
  level_after(normaliser, -40, 11);
  const float before = normaliser.gain_db();
  level_after(normaliser, -40, 1);
  EXPECT_LE(normaliser.gain_db() - before, 0.151F);
}

TEST(LevelNormaliser, NoiseTeachesNothing) {
  LevelNormaliser normaliser;
  for (int i = 0; i < 500; ++i) {
    auto noise = tone(-50);
    normaliser.apply(noise, false, -50);
    ASSERT_EQ(noise, tone(-50));
  }
}

TEST(LevelNormaliser, RoundsPeaksOffInsteadOfClipping) {
  LevelNormaliser normaliser;
  level_after(normaliser, -40, 400);
  auto shout = tone(-20);
  normaliser.apply(shout, true, -20);
  const auto loudest = *std::max_element(shout.begin(), shout.end());
  EXPECT_GT(loudest, 28000);
  EXPECT_LT(std::count(shout.begin(), shout.end(), loudest), 20) << "a clipped tone would stay at its top";
}

}  // namespace
}  // namespace parley
