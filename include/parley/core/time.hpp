// SPDX-License-Identifier: Apache-2.0
// Three times, three types: deadlines, media, records.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace parley {

using namespace std::chrono_literals;

// For deadlines and measured spans. Comes from a Clock that was handed in, never from the system directly.
using Instant = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

// For records and logs only; may step.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

// Samples a second.
enum class SampleRate : std::uint32_t { hz_8000 = 8000, hz_16000 = 16000, hz_22050 = 22050, hz_48000 = 48000 };

constexpr std::uint32_t hertz(SampleRate rate) { return static_cast<std::uint32_t>(rate); }

// Audio time counted in samples from the start of the stream, so that it cannot drift from what was heard or sent.
struct MediaTime {
  std::int64_t samples = 0;
  SampleRate rate = SampleRate::hz_8000;

  friend bool operator==(const MediaTime&, const MediaTime&) = default;
};

constexpr std::chrono::milliseconds to_milliseconds(MediaTime time) {
  return std::chrono::milliseconds{time.samples * 1000 / hertz(time.rate)};
}

constexpr std::int64_t samples_in(std::chrono::milliseconds span, SampleRate rate) {
  return span.count() * hertz(rate) / 1000;
}

}  // namespace parley
