// SPDX-License-Identifier: Apache-2.0
#include "parley/media/resampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace parley {
namespace {

std::vector<std::int16_t> tone(double hertz, double rate, std::size_t count) {
  std::vector<std::int16_t> samples(count);
  for (std::size_t n = 0; n < count; ++n)
    samples[n] = static_cast<std::int16_t>(
        std::lrint(10000 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(n) / rate)));
  return samples;
}

// Against the level that went in, without the filter's run-in.
double gain_db(const std::vector<std::int16_t>& samples) {
  double energy = 0;
  for (std::size_t n = 100; n < samples.size() - 100; ++n) energy += static_cast<double>(samples[n]) * samples[n];
  return 10 * std::log10(energy / static_cast<double>(samples.size() - 200) / 5e7 + 1e-12);
}

std::vector<std::int16_t> halve(const std::vector<std::int16_t>& in, std::size_t piece) {
  Halver halver;
  std::vector<std::int16_t> out;
  for (std::size_t at = 0; at < in.size(); at += piece) {
    const auto part = std::span(in).subspan(at, std::min(piece, in.size() - at));
    std::vector<std::int16_t> converted(part.size() / 2 + 1);
    converted.resize(halver.convert(part, converted));
    out.insert(out.end(), converted.begin(), converted.end());
  }
  return out;
}

TEST(Halver, KeepsTheVoiceBandAndRemovesWhatWouldFold) {
  for (const double kept : {100.0, 1000.0, 3000.0, 3400.0})
    EXPECT_NEAR(gain_db(halve(tone(kept, 16000, 8000), 320)), 0, 0.3) << kept;
  for (const double removed : {4600.0, 5000.0, 6000.0, 7900.0})
    EXPECT_LT(gain_db(halve(tone(removed, 16000, 8000), 320)), -55) << removed;
}

TEST(Halver, GivesTheSameInPiecesOfAnySize) {
  const auto in = tone(700, 16000, 3201);
  const auto whole = halve(in, in.size());
  EXPECT_EQ(whole.size(), 1601U);
  for (const std::size_t piece : {1U, 7U, 160U, 321U}) EXPECT_EQ(halve(in, piece), whole) << piece;
}

TEST(Doubler, KeepsTheVoiceBandWithoutImages) {
  for (const double kept : {100.0, 1000.0, 3000.0}) {
    const auto in = tone(kept, 8000, 4000);
    std::vector<std::int16_t> out(8000);
    Doubler doubler;
    EXPECT_EQ(doubler.convert(in, out), 8000U);
    EXPECT_NEAR(gain_db(out), 0, 0.3) << kept;
    // What is left when the tone itself is taken away: 31 samples of delay at 16 kHz.
    const auto ideal = tone(kept, 16000, 8000);
    double error = 0;
    for (std::size_t n = 200; n < 7800; ++n) error += std::pow(out[n] - ideal[n - 31], 2);
    EXPECT_LT(10 * std::log10(error / 7600 / 5e7), -40) << kept;
  }
}

TEST(Doubler, NeverClipsIntoTheOppositeSign) {
  const std::vector<std::int16_t> loud(400, 32767);
  std::vector<std::int16_t> out(800);
  Doubler doubler;
  doubler.convert(loud, out);
  for (std::size_t n = 100; n < 800; ++n) ASSERT_GT(out[n], 32000);
}

TEST(Resample, ConvertsBetweenOddRates) {
  const auto in = tone(1000, 22050, 22050);
  const auto out = resample(in, 22050, 8000);
  EXPECT_EQ(out.size(), 8000U);
  EXPECT_NEAR(gain_db(out), 0, 0.2);
  EXPECT_LT(gain_db(resample(tone(6000, 22050, 22050), 22050, 8000)), -50);
  EXPECT_NEAR(gain_db(resample(tone(1000, 8000, 8000), 8000, 16000)), 0, 0.2);
}

TEST(Resample, LeavesEqualRatesAlone) {
  const auto in = tone(1000, 8000, 100);
  EXPECT_EQ(resample(in, 8000, 8000), in);
  EXPECT_TRUE(resample({}, 16000, 8000).empty());
}

}  // namespace
}  // namespace parley
