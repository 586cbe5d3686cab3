// SPDX-License-Identifier: Apache-2.0
// Makes up the sound of lost packets from the last pitch period (as in G.711 Appendix I), fading to silence at 60 ms.
// 8 kHz; never allocates.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace parley {

class LossConcealment {
 public:
  // Every real frame passes here; the first one after a gap is cross-faded with what was made up.
  void heard(std::span<std::int16_t> samples) noexcept;
  // Fills in for what is missing.
  void fill(std::span<std::int16_t> samples) noexcept;

 private:
  static constexpr std::size_t kLongestPeriod = 120;  // 66 Hz
  static constexpr std::size_t kCompared = 160;       // samples whose likeness decides on the pitch
  static constexpr std::size_t kHistory = kLongestPeriod + kCompared + kLongestPeriod / 4;

  void find_cycle() noexcept;
  float next_made() noexcept;

  std::array<float, kHistory> history_{};  // newest last
  std::array<float, kLongestPeriod> cycle_{};
  std::size_t period_ = 0;  // of the cycle
  std::size_t at_ = 0;      // in the cycle
  std::size_t made_ = 0;    // samples since the last real one
};

}  // namespace parley
