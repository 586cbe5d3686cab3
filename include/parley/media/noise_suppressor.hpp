// SPDX-License-Identifier: Apache-2.0
// Takes steady noise out of a caller's sound before the recogniser hears it: speexdsp's preprocessor, 8 kHz.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace parley {

class NoiseSuppressor {
 public:
  static constexpr std::size_t kFrame = 160;  // 20 ms

  // Noise is brought down by up to so much, in dB; more damages the voice.
  explicit NoiseSuppressor(int most_db = 15);
  NoiseSuppressor(const NoiseSuppressor&) = delete;
  NoiseSuppressor& operator=(const NoiseSuppressor&) = delete;
  ~NoiseSuppressor();

  // Frames of 160 samples in place, 10 ms late; other lengths are left alone. About 37 us of CPU; never allocates.
  void apply(std::span<std::int16_t> samples) noexcept;

 private:
  struct Vendor;
  std::unique_ptr<Vendor> vendor_;
};

}  // namespace parley
