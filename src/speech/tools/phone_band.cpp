// SPDX-License-Identifier: Apache-2.0
// What scripts/make_mllr compiles: WAV files as a telephone would carry them, upsampled as the recogniser does it.
// Each argument IN.wav becomes IN.raw, 16 kHz, beside it.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <numbers>
#include <string>
#include <vector>

#include "phone_upsampler.hpp"

namespace {

constexpr double kPhoneRate = 8000;

struct Sound {
  double rate = 0;
  std::vector<std::int16_t> samples;
};

template <class Number>
Number little_endian(const std::string& bytes, std::size_t at) {
  Number value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

// Mono 16-bit PCM; the lengths in the header are not believed, since programs that write to a pipe do not know them.
Sound read_wav(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto format = bytes.find("fmt ");
  const auto data = bytes.find("data");
  if (format == std::string::npos || data == std::string::npos || data + 8 > bytes.size()) return {};
  Sound sound{static_cast<double>(little_endian<std::uint32_t>(bytes, format + 12)), {}};
  for (auto at = data + 8; at + 1 < bytes.size(); at += 2) {
    sound.samples.push_back(little_endian<std::int16_t>(bytes, at));
  }
  return sound;
}

// Windowed-sinc resampling to 8 kHz, passing up to 3.6 kHz.
std::vector<std::int16_t> to_phone_rate(const Sound& sound) {
  if (sound.rate == kPhoneRate) return sound.samples;
  const double step = sound.rate / kPhoneRate;
  const double cutoff = 2 * 3600 / sound.rate;
  const int reach = static_cast<int>(16 * step);
  std::vector<std::int16_t> out(static_cast<std::size_t>(static_cast<double>(sound.samples.size()) / step));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double centre = static_cast<double>(i) * step;
    const int nearest = static_cast<int>(centre);
    double sum = 0;
    for (int k = std::max(0, nearest - reach); k <= nearest + reach; ++k) {
      if (static_cast<std::size_t>(k) >= sound.samples.size()) break;
      const double x = k - centre;
      const double angle = std::numbers::pi * cutoff * x;
      const double sinc = std::abs(angle) < 1e-9 ? cutoff : cutoff * std::sin(angle) / angle;
      const double window = 0.54 + 0.46 * std::cos(std::numbers::pi * x / (reach + 1));
      sum += sinc * window * sound.samples[static_cast<std::size_t>(k)];
    }
    out[i] = static_cast<std::int16_t>(std::lround(std::clamp(sum, -32768.0, 32767.0)));
  }
  return out;
}

// ITU-T G.711 mu-law and back.
std::int16_t through_mu_law(std::int16_t sample) {
  constexpr int kBias = 0x84;
  constexpr int kClip = 32635;
  const int sign = sample < 0 ? -1 : 1;
  const int level = std::min(std::abs(static_cast<int>(sample)), kClip) + kBias;
  int exponent = 7;
  while (exponent > 0 && !(level & (1 << (exponent + 7)))) --exponent;
  const int mantissa = (level >> (exponent + 3)) & 0x0F;
  return static_cast<std::int16_t>(sign * ((((mantissa << 3) + kBias) << exponent) - kBias));
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string path = arguments[i];
    const auto sound = read_wav(path);
    if (sound.rate < kPhoneRate || sound.samples.empty()) {
      std::cerr << path << ": not a WAV file of 16-bit samples at 8 kHz or more\n";
      return 1;
    }
    auto narrow = to_phone_rate(sound);
    std::transform(narrow.begin(), narrow.end(), narrow.begin(), through_mu_law);
    std::vector<std::int16_t> wide(2 * narrow.size());
    parley::PhoneUpsampler().upsample(narrow, wide);
    std::ofstream out(path.substr(0, path.rfind('.')) + ".raw", std::ios::binary);
    out.write(reinterpret_cast<const char*>(wide.data()), static_cast<std::streamsize>(2 * wide.size()));
  }
}
