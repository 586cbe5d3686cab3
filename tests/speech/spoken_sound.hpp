// SPDX-License-Identifier: Apache-2.0
// A whole utterance collected from its stream, and what a listener measures in it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "parley/speech/synthesizer.hpp"

namespace parley::test {

struct SpokenSound {
  std::vector<std::int16_t> samples;
  std::vector<WordMark> words;
  std::vector<std::size_t> chunk_sizes;
  std::optional<Error> failure;
};

inline Task<SpokenSound> collect(SpeechStream& stream) {
  SpokenSound sound;
  for (;;) {
    auto chunk = co_await stream.next();
    if (!chunk) sound.failure = chunk.error();
    if (!chunk || !*chunk) break;
    const SpokenChunk& part = **chunk;
    sound.samples.insert(sound.samples.end(), part.samples.begin(), part.samples.end());
    sound.words.insert(sound.words.end(), part.words.begin(), part.words.end());
    sound.chunk_sizes.push_back(part.samples.size());
  }
  co_return sound;
}

// On a loop of its own, which ends with the utterance.
inline SpokenSound heard_from(SpeechStream& stream) {
  asio::io_context loop;
  auto sound = asio::co_spawn(loop, collect(stream), asio::use_future);
  loop.run();
  return sound.get();
}

// Windows of 5 ms above -45 dB of full scale count as voice.
struct Loudness {
  double voiced_dbfs = -200;
  std::size_t first_voiced = 0;  // sample
  std::size_t voiced_end = 0;
  int peak = 0;
};

inline Loudness loudness(std::span<const std::int16_t> samples, std::size_t window) {
  Loudness found;
  double energy = 0;
  std::size_t counted = 0;
  for (std::size_t at = 0; at + window <= samples.size(); at += window) {
    double here = 0;
    for (const std::int16_t sample : samples.subspan(at, window)) {
      here += static_cast<double>(sample) * sample;
      found.peak = std::max(found.peak, std::abs(static_cast<int>(sample)));
    }
    if (here / static_cast<double>(window) < 32768.0 * 32768.0 * std::pow(10, -4.5)) continue;
    if (counted == 0) found.first_voiced = at;
    found.voiced_end = at + window;
    energy += here;
    counted += window;
  }
  if (counted > 0) found.voiced_dbfs = 10 * std::log10(energy / static_cast<double>(counted) / 32768 / 32768);
  return found;
}

}  // namespace parley::test
