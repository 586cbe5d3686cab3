// SPDX-License-Identifier: Apache-2.0
#include "noise_mix.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "parley/peer/voice_gate.hpp"

namespace parley::commands {
namespace {

constexpr std::size_t kFrame = 160;

double energy_of(std::span<const std::int16_t> samples) {
  double sum = 0;
  for (const auto sample : samples) sum += static_cast<double>(sample) * sample;
  return sum;
}

double voiced_power(std::span<const std::int16_t> speech) {
  const peer::VoiceGate gate;
  double energy = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at + kFrame <= speech.size(); at += kFrame) {
    const auto frame = speech.subspan(at, kFrame);
    if (!gate.is_voiced(frame)) continue;
    energy += energy_of(frame);
    count += kFrame;
  }
  return count == 0 ? 0 : energy / static_cast<double>(count);
}

}  // namespace

std::vector<std::int16_t> mix_noise(std::span<const std::int16_t> speech, std::span<const std::int16_t> noise,
                                    double snr_db, std::uint32_t seed) {
  std::vector<std::int16_t> mixed(speech.begin(), speech.end());
  if (noise.empty() || speech.empty()) return mixed;
  std::mt19937 dice(seed);
  const std::size_t start = dice() % noise.size();
  std::vector<std::int16_t> piece(speech.size());
  for (std::size_t i = 0; i < piece.size(); ++i) piece[i] = noise[(start + i) % noise.size()];
  const double noise_power = energy_of(piece) / static_cast<double>(piece.size());
  if (noise_power == 0) return mixed;
  const double gain = std::sqrt(voiced_power(speech) / (noise_power * std::pow(10.0, snr_db / 10.0)));
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    const double sum = mixed[i] + gain * piece[i];
    mixed[i] = static_cast<std::int16_t>(std::lround(std::clamp(sum, -32768.0, 32767.0)));
  }
  return mixed;
}

}  // namespace parley::commands
