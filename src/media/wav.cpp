// SPDX-License-Identifier: Apache-2.0
#include "parley/media/wav.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>

#include "parley/media/g711.hpp"

namespace parley {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint16_t kFormatPcm = 1;
constexpr std::uint16_t kFormatALaw = 6;
constexpr std::uint16_t kFormatMuLaw = 7;
constexpr std::uint16_t kFormatExtensible = 0xFFFE;

struct Format {
  std::uint16_t tag = 0;
  std::uint16_t channels = 0;
  std::uint32_t rate = 0;
  std::uint16_t bits = 0;
};

std::uint16_t little16(Bytes at) { return static_cast<std::uint16_t>(at[0] | at[1] << 8); }
std::uint32_t little32(Bytes at) {
  return static_cast<std::uint32_t>(little16(at)) | static_cast<std::uint32_t>(little16(at.subspan(2))) << 16U;
}
bool says(Bytes at, const char* name) { return std::memcmp(at.data(), name, 4) == 0; }

Error wrong(std::string what) { return Error{Fault::invalid_input, "WAV: " + std::move(what)}; }

std::optional<Format> read_format(Bytes chunk) {
  if (chunk.size() < 16) return std::nullopt;
  Format format{little16(chunk), little16(chunk.subspan(2)), little32(chunk.subspan(4)), little16(chunk.subspan(14))};
  // The sub-format's first two bytes are the plain tag.
  if (format.tag == kFormatExtensible && chunk.size() >= 26) format.tag = little16(chunk.subspan(24));
  return format;
}

std::optional<Error> refuse(const Format& format) {
  const bool pcm = format.tag == kFormatPcm && format.bits == 16;
  const bool g711 = (format.tag == kFormatALaw || format.tag == kFormatMuLaw) && format.bits == 8;
  if (!pcm && !g711)
    return wrong("format " + std::to_string(format.tag) + " with " + std::to_string(format.bits) +
                 " bits; use 16-bit PCM, mu-law or A-law");
  if (format.channels < 1 || format.channels > 2)
    return wrong(std::to_string(format.channels) + " channels; use mono or stereo");
  if (format.rate < 1000 || format.rate > 384000)
    return wrong("sample rate " + std::to_string(format.rate) + " Hz is outside 1000–384000");
  return std::nullopt;
}

WavSound decode(const Format& format, Bytes bytes) {
  WavSound sound{format.rate, format.channels, {}};
  const std::size_t width = format.bits / 8U;
  const std::size_t whole = bytes.size() / (width * format.channels) * format.channels;
  sound.samples.resize(whole);
  if (format.tag == kFormatPcm) {
    for (std::size_t n = 0; n < whole; ++n)
      sound.samples[n] = static_cast<std::int16_t>(little16(bytes.subspan(2 * n)));
  } else {
    g711_decode(format.tag == kFormatMuLaw ? G711Law::mu_law : G711Law::a_law, bytes, sound.samples);
  }
  return sound;
}

}  // namespace

Result<WavSound> parse_wav(Bytes file) {
  if (file.size() < 12 || !says(file, "RIFF") || !says(file.subspan(8), "WAVE")) return wrong("not a RIFF/WAVE file");
  std::optional<Format> format;
  for (Bytes rest = file.subspan(12); rest.size() >= 8;) {
    const std::size_t there = rest.size() - 8;
    const std::size_t size = std::min<std::size_t>(little32(rest.subspan(4)), there);
    const Bytes chunk = rest.subspan(8, size);
    if (says(rest, "fmt ")) {
      format = read_format(chunk);
      if (!format) return wrong("the fmt chunk is too short");
      if (auto error = refuse(*format)) return *error;
    } else if (says(rest, "data")) {
      if (!format) return wrong("sound comes before its format");
      return decode(*format, chunk);
    }
    rest = rest.subspan(8 + std::min(size + (size & 1U), there));  // chunks are padded to even lengths
  }
  return wrong(format ? "no data chunk" : "no fmt chunk");
}

Result<WavSound> read_wav(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{Fault::not_found, "cannot read " + path};
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return Error{Fault::unavailable, "cannot read " + path};
  auto sound = parse_wav(bytes);
  if (!sound) return Error{sound.error().fault, path + ": " + sound.error().message};
  return sound;
}

std::vector<std::int16_t> to_mono(const WavSound& sound) {
  if (sound.channels != 2) return sound.samples;
  std::vector<std::int16_t> mono(sound.samples.size() / 2);
  for (std::size_t n = 0; n < mono.size(); ++n)
    mono[n] = static_cast<std::int16_t>((sound.samples[2 * n] + sound.samples[2 * n + 1]) / 2);
  return mono;
}

std::array<std::uint8_t, kWavHeaderSize> wav_header(std::uint32_t rate, std::uint16_t channels,
                                                    std::uint64_t data_bytes) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max() - kWavHeaderSize;
  const auto data = static_cast<std::uint32_t>(std::min(data_bytes, kMost));
  std::array<std::uint8_t, kWavHeaderSize> header{};
  std::size_t at = 0;
  const auto put = [&](std::uint32_t value, std::size_t bytes) {
    for (std::size_t n = 0; n < bytes; ++n) header[at++] = static_cast<std::uint8_t>(value >> (8 * n));
  };
  const auto name = [&](const char* text) {
    std::memcpy(header.data() + at, text, 4);
    at += 4;
  };
  const std::uint32_t frame_bytes = 2U * channels;
  name("RIFF");
  put(data + kWavHeaderSize - 8, 4);
  name("WAVE");
  name("fmt ");
  put(16, 4);
  put(kFormatPcm, 2);
  put(channels, 2);
  put(rate, 4);
  put(rate * frame_bytes, 4);
  put(frame_bytes, 2);
  put(16, 2);
  name("data");
  put(data, 4);
  return header;
}

Result<void> write_wav(const std::string& path, const WavSound& sound) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out) return Error{Fault::unavailable, "cannot write " + path};
  const auto header = wav_header(sound.rate, sound.channels, sound.samples.size() * 2);
  std::vector<char> bytes(header.begin(), header.end());
  bytes.reserve(bytes.size() + sound.samples.size() * 2);
  for (const std::int16_t sample : sound.samples) {
    const auto bits = static_cast<std::uint16_t>(sample);
    bytes.push_back(static_cast<char>(bits & 0xFFU));
    bytes.push_back(static_cast<char>(bits >> 8U));
  }
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return Error{Fault::unavailable, "cannot write " + path};
  return {};
}

}  // namespace parley
