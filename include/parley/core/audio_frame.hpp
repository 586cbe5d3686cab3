// SPDX-License-Identifier: Apache-2.0
// One packet of mono linear PCM; holds its samples, so passing it on never allocates.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "parley/core/ids.hpp"
#include "parley/core/time.hpp"

namespace parley {

struct AudioFrame {
  // 60 ms at 16 kHz or 20 ms at 48 kHz.
  static constexpr std::size_t kCapacity = 960;

  SampleRate rate = SampleRate::hz_8000;
  std::uint16_t count = 0;  // samples used
  MediaTime starts_at;      // position in its stream
  TurnId turn;              // whose speech this is; frames of a stale turn are not played
  bool concealed = false;   // made up in place of a lost packet
  std::array<std::int16_t, kCapacity> samples;

  std::span<const std::int16_t> used() const { return {samples.data(), count}; }
};

}  // namespace parley
