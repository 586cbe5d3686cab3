// SPDX-License-Identifier: Apache-2.0
// 8 kHz telephone speech to 16 kHz for an acoustic model that was trained on wide-band speech.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace parley {

// Lets a little of the mirror image above 4 kHz through on purpose: with a clean upsampler the model's upper mel bands
// are empty and what it computes from them falls off a cliff (measured: 9 points of understood commands).
class PhoneUpsampler {
 public:
  PhoneUpsampler();
  // `wide` holds twice as many samples as `narrow`. Keeps its state between calls; never allocates.
  void upsample(std::span<const std::int16_t> narrow, std::span<std::int16_t> wide);

 private:
  static constexpr std::size_t kPhaseTaps = 21;

  std::array<float, kPhaseTaps> even_{};  // taps that meet a sample
  std::array<float, kPhaseTaps> odd_{};   // taps between two samples
  std::array<float, kPhaseTaps> history_{};
};

}  // namespace parley
