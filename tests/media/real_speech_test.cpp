// SPDX-License-Identifier: Apache-2.0
// Voice detection on people who order coffee (data/speech/commands beside the repository; skipped where it is missing).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <optional>
#include <random>
#include <vector>

#include "parley/media/voice_activity.hpp"
#include "parley/media/wav.hpp"

namespace parley {
namespace {

using Samples = std::vector<std::int16_t>;

const std::filesystem::path kCommands = PARLEY_SOURCE_DIR "/../shared/data/speech/commands";
constexpr std::size_t kWindow = VoiceActivity::kWindow;
constexpr std::size_t kTail = 8000;

std::vector<double> levels(const Samples& samples) {
  std::vector<double> out;
  for (std::size_t at = 0; at + kWindow <= samples.size(); at += kWindow) {
    double energy = 1;
    for (std::size_t n = 0; n < kWindow; ++n) energy += std::pow(samples[at + n], 2);
    out.push_back(10 * std::log10(energy / kWindow / 32768 / 32768));
  }
  return out;
}

// The end of speech in a quiet recording: the last window with neighbours within 30 dB of the loud ones.
std::size_t true_end(const std::vector<double>& level) {
  auto sorted = level;
  std::sort(sorted.begin(), sorted.end());
  const double threshold = std::max(sorted[sorted.size() * 95 / 100] - 30, sorted[sorted.size() / 10] + 10);
  for (std::size_t n = level.size(); n-- > 4;)
    if (level[n] > threshold &&
        (level[n - 1] > threshold) + (level[n - 2] > threshold) + (level[n - 3] > threshold) >= 2)
      return (n + 1) * kWindow;
  return 0;
}

// Milliseconds from the true end to the last offset that is reported within a second.
double end_error(const Samples& samples, std::size_t end, std::shared_ptr<const VoiceNetwork> network) {
  SpeechDetector detector({}, std::move(network));
  std::int64_t last = 0;
  for (std::size_t at = 0; at + kWindow <= samples.size() && at < end + kTail; at += kWindow) {
    AudioFrame frame;
    frame.count = kWindow;
    frame.starts_at = {static_cast<std::int64_t>(at), SampleRate::hz_8000};
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(at), kWindow, frame.samples.begin());
    const Heard heard = detector.hear(frame);
    if (heard.edge == SpeechEdge::offset) last = heard.edge_at.samples;
  }
  return static_cast<double>(last - static_cast<std::int64_t>(end)) / 8;
}

Samples mixed(const Samples& voice, const std::vector<double>& level, const Samples& noise, std::size_t from,
              double snr) {
  const double loud = *std::max_element(level.begin(), level.end()) - 30;
  double energy = 0;
  int count = 0;
  for (const double each : level)
    if (each > loud) energy += std::pow(10, each / 10), ++count;
  double quiet = 0;
  for (std::size_t n = 0; n < voice.size(); ++n) quiet += std::pow(noise[from + n] / 32768.0, 2);
  const double gain = std::sqrt(energy / count / (quiet / static_cast<double>(voice.size())) / std::pow(10, snr / 10));
  Samples out(voice.size() + kTail);
  for (std::size_t n = 0; n < out.size(); ++n)
    out[n] = static_cast<std::int16_t>(
        std::clamp(std::lrint((n < voice.size() ? voice[n] : 0) + gain * noise[from + n]), -32768L, 32767L));
  return out;
}

double share_within(const std::vector<double>& errors, double low, double high) {
  const auto inside = std::count_if(errors.begin(), errors.end(), [&](double e) { return e >= low && e <= high; });
  return static_cast<double>(inside) / static_cast<double>(errors.size());
}

struct Shares {
  double quiet;
  double far;
  double kitchen;
};

std::optional<Shares> ends_found(const std::shared_ptr<const VoiceNetwork>& network) {
  const auto noise = read_wav(kCommands / "kitchen.wav");
  if (!noise) return std::nullopt;
  std::mt19937 random(1);
  std::vector<double> quiet;
  std::vector<double> far;
  std::vector<double> kitchen;
  for (const auto& file : std::filesystem::directory_iterator(kCommands / "wav")) {
    auto sound = read_wav(file.path());
    if (!sound) return std::nullopt;
    const auto level = levels(sound->samples);
    const std::size_t end = true_end(level);
    const std::size_t from = random() % (noise->samples.size() - sound->samples.size() - kTail);
    far.push_back(end_error(mixed(sound->samples, level, noise->samples, from, 25), end, network));
    kitchen.push_back(end_error(mixed(sound->samples, level, noise->samples, from, 15), end, network));
    sound->samples.resize(sound->samples.size() + kTail, 0);
    quiet.push_back(end_error(sound->samples, end, network));
  }
  if (quiet.size() < 100) return std::nullopt;
  const Shares shares{share_within(quiet, -160, 60), share_within(far, -260, 100), share_within(kitchen, -260, 300)};
  std::cout << "ends found: quiet " << shares.quiet << ", kitchen 25 dB " << shares.far << ", kitchen 15 dB "
            << shares.kitchen << '\n';
  return shares;
}

TEST(RealSpeech, ItsEndIsFoundByEnergyInQuietAndMostlyInAKitchen) {
  if (!std::filesystem::exists(kCommands / "wav")) GTEST_SKIP() << "no recordings at " << kCommands;
  const auto shares = ends_found(nullptr);
  ASSERT_TRUE(shares);
  EXPECT_GE(shares->quiet, 0.93);
  EXPECT_GE(shares->far, 0.88);
  // Clatter as loud as a voice is beyond what energy can tell.
  EXPECT_GE(shares->kitchen, 0.65);
}

TEST(RealSpeech, TheNetworkFindsItsEndInAKitchenToo) {
  if (!std::filesystem::exists(kCommands / "wav")) GTEST_SKIP() << "no recordings at " << kCommands;
  const auto shares = ends_found(VoiceNetwork::create());
  ASSERT_TRUE(shares);
  EXPECT_GE(shares->quiet, 0.93);
  EXPECT_GE(shares->far, 0.90);
  EXPECT_GE(shares->kitchen, 0.90);
}

// Onsets in a minute of a kitchen in which nobody speaks.
std::size_t false_onsets(const Samples& noise, std::shared_ptr<const VoiceNetwork> network) {
  SpeechDetector detector({}, std::move(network));
  std::size_t onsets = 0;
  for (std::size_t at = 0; at + kWindow <= std::min<std::size_t>(noise.size(), 60 * 8000); at += kWindow) {
    AudioFrame frame;
    frame.count = kWindow;
    frame.starts_at = {static_cast<std::int64_t>(at), SampleRate::hz_8000};
    std::copy_n(noise.begin() + static_cast<std::ptrdiff_t>(at), kWindow, frame.samples.begin());
    onsets += detector.hear(frame).edge == SpeechEdge::onset ? 1U : 0U;
  }
  return onsets;
}

TEST(RealSpeech, AKitchenAloneIsNoCaller) {
  if (!std::filesystem::exists(kCommands / "kitchen.wav")) GTEST_SKIP() << "no recordings at " << kCommands;
  const auto noise = read_wav(kCommands / "kitchen.wav");
  ASSERT_TRUE(noise);
  const auto by_energy = false_onsets(noise->samples, nullptr);
  const auto by_network = false_onsets(noise->samples, VoiceNetwork::create());
  std::cout << "onsets in " << noise->samples.size() / 8000 << " s of kitchen: energy " << by_energy << ", network "
            << by_network << '\n';
  EXPECT_LE(by_network, by_energy / 5);
}

}  // namespace
}  // namespace parley
