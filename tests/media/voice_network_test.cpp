// SPDX-License-Identifier: Apache-2.0
#include "parley/media/voice_network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace parley {
namespace {

constexpr std::size_t kWindow = VoiceProbability::kWindow;

// Twelve harmonics of a gliding pitch, three swells.
std::vector<std::int16_t> swelling_hum(std::size_t windows) {
  const std::size_t count = windows * kWindow;
  std::vector<std::int16_t> samples;
  double phase = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto time = static_cast<double>(i);
    phase += 2 * std::numbers::pi * (110 + 40 * std::sin(2 * std::numbers::pi * time / 16000)) / 8000;
    double value = 0;
    for (int harmonic = 1; harmonic <= 12; ++harmonic) {
      value += std::sin(harmonic * phase) / harmonic * (harmonic >= 4 && harmonic <= 6 ? 3 : 1);
    }
    const double swell = std::max(0.0, std::sin(2 * std::numbers::pi * time / static_cast<double>(count) * 3));
    samples.push_back(static_cast<std::int16_t>(std::trunc(value * swell * 3000)));
  }
  return samples;
}

std::vector<float> probabilities(VoiceProbability& ear, const std::vector<std::int16_t>& samples) {
  std::vector<float> heard;
  for (std::size_t at = 0; at + kWindow <= samples.size(); at += kWindow) {
    heard.push_back(ear.hear(std::span(samples).subspan(at).first<kWindow>()));
  }
  return heard;
}

// What ONNX Runtime 1.30 makes of the same samples with the model as it is published. Weights of half the precision
// and another order of additions move a probability by a hundredth at the most.
TEST(VoiceNetwork, HearsWhatTheOriginalHears) {
  constexpr std::array<float, 60> kOriginal = {
      0.4421F, 0.7352F, 0.4933F, 0.1462F, 0.0532F, 0.0411F, 0.0216F, 0.0117F, 0.0110F, 0.1315F, 0.2607F, 0.1755F,
      0.1235F, 0.0665F, 0.0401F, 0.0273F, 0.0196F, 0.0152F, 0.0124F, 0.0105F, 0.4662F, 0.3166F, 0.1956F, 0.0871F,
      0.0317F, 0.0174F, 0.0096F, 0.0073F, 0.0118F, 0.0564F, 0.0644F, 0.0305F, 0.0313F, 0.0158F, 0.0097F, 0.0068F,
      0.0048F, 0.0036F, 0.0028F, 0.0024F, 0.0879F, 0.0710F, 0.5356F, 0.4917F, 0.2670F, 0.2875F, 0.1898F, 0.0996F,
      0.1287F, 0.4039F, 0.3156F, 0.1495F, 0.0695F, 0.0299F, 0.0141F, 0.0090F, 0.0062F, 0.0047F, 0.0038F, 0.0032F};
  VoiceProbability ear(VoiceNetwork::create());
  const auto heard = probabilities(ear, swelling_hum(kOriginal.size()));
  ASSERT_EQ(heard.size(), kOriginal.size());
  for (std::size_t i = 0; i < heard.size(); ++i) EXPECT_NEAR(heard[i], kOriginal[i], 0.01) << "window " << i;
}

TEST(VoiceNetwork, TakesSilenceForSilence) {
  VoiceProbability ear(VoiceNetwork::create());
  const auto heard = probabilities(ear, std::vector<std::int16_t>(kWindow * 20));
  EXPECT_LT(heard.back(), 0.05F);
}

TEST(VoiceNetwork, ForgetsACallerOnRestart) {
  VoiceProbability used(VoiceNetwork::create());
  const auto sound = swelling_hum(30);
  const auto first = probabilities(used, sound);
  EXPECT_NE(probabilities(used, sound), first) << "it remembers";
  used.restart();
  EXPECT_EQ(probabilities(used, sound), first);
}

}  // namespace
}  // namespace parley
