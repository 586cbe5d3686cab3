// SPDX-License-Identifier: Apache-2.0
// WAV in memory: PCM16, µ-law and A-law in, stereo or mono PCM16 headers out.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "parley/core/result.hpp"

namespace parley {

struct WavSound {
  std::uint32_t rate = 8000;
  std::uint16_t channels = 1;         // 1 or 2
  std::vector<std::int16_t> samples;  // interleaved when stereo

  friend bool operator==(const WavSound&, const WavSound&) = default;
};

// Sizes that reach beyond the file (a recording whose writer died) are cut to what is there.
Result<WavSound> parse_wav(std::span<const std::uint8_t> file);
Result<WavSound> read_wav(const std::string& path);
// The mean of both channels; mono as it is.
std::vector<std::int16_t> to_mono(const WavSound& sound);

constexpr std::size_t kWavHeaderSize = 44;
// `data_bytes` beyond what RIFF can say (4 GiB) is clamped.
std::array<std::uint8_t, kWavHeaderSize> wav_header(std::uint32_t rate, std::uint16_t channels,
                                                    std::uint64_t data_bytes);
Result<void> write_wav(const std::string& path, const WavSound& sound);

}  // namespace parley
