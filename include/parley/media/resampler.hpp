// SPDX-License-Identifier: Apache-2.0
// Exact 2:1 and 1:2 conversion between 16 and 8 kHz by a fixed linear-phase filter, and any other pair of rates.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace parley {

// Pass band to 3.4 kHz, stop band (below −60 dB) from 4.4 kHz of the 16 kHz side; 1.9 ms of delay.
constexpr std::size_t kHalfBandTaps = 63;

// 16 → 8 kHz, streaming.
class Halver {
 public:
  // `out` needs (in.size() + 1) / 2 places. Returns how many were written. Never allocates.
  std::size_t convert(std::span<const std::int16_t> in, std::span<std::int16_t> out) noexcept;
  void reset() noexcept;

 private:
  // Written twice, so that the taps always see one piece.
  std::array<float, 2 * kHalfBandTaps> history_{};
  std::size_t at_ = 0;
  bool odd_ = false;
};

// 8 → 16 kHz, streaming.
class Doubler {
 public:
  // `out` needs 2 * in.size() places. Never allocates.
  std::size_t convert(std::span<const std::int16_t> in, std::span<std::int16_t> out) noexcept;
  void reset() noexcept;

 private:
  static constexpr std::size_t kPhaseTaps = (kHalfBandTaps + 1) / 2;
  std::array<float, 2 * kPhaseTaps> history_{};
  std::size_t at_ = 0;
};

// A whole sound at once, any rates from 1 to 384 kHz: windowed sinc, for files and for voices of odd rates. Allocates.
std::vector<std::int16_t> resample(std::span<const std::int16_t> in, std::uint32_t from, std::uint32_t to);

}  // namespace parley
