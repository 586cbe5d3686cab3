// SPDX-License-Identifier: Apache-2.0
// How likely a window of sound is a human voice: the network of Silero VAD v5 at 8 kHz (MIT licence, see NOTICE), its
// weights inside the binary. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace parley {

// The weights, laid out for multiplication. Immutable; 0.9 MiB. Owners: the node and every call that listens with it.
class VoiceNetwork {
 public:
  static std::shared_ptr<const VoiceNetwork> create();

 private:
  friend class VoiceProbability;
  // weights[input][output], so that one input is added to all outputs in one sweep.
  struct Convolution {
    std::array<std::vector<float>, 3> taps;
    std::vector<float> bias;
  };
  VoiceNetwork();

  std::vector<float> fourier_;  // [128][144]: 65 real parts, blanks, 65 imaginary parts, blanks
  std::array<Convolution, 4> encoder_;
  std::vector<float> from_input_;  // [128][512], gates i f g o
  std::vector<float> from_state_;
  std::vector<float> gate_bias_;
  std::vector<float> out_;
  float out_bias_ = 0;
};

// What the network remembers of one caller. About 45 us of CPU a window (docs/benchmarks.md), no allocation.
class VoiceProbability {
 public:
  static constexpr std::size_t kWindow = 256;  // 32 ms at 8 kHz
  static constexpr std::size_t kState = 128;   // numbers of memory, twice

  explicit VoiceProbability(std::shared_ptr<const VoiceNetwork> network) : network_(std::move(network)) {}

  // 0–1, for the window that just ended.
  float hear(std::span<const std::int16_t, kWindow> window) noexcept;
  void restart() noexcept;  // forgets the caller, e.g. after a gap in the stream

 private:
  static constexpr std::size_t kContext = 32;

  std::shared_ptr<const VoiceNetwork> network_;
  std::array<float, kContext> context_{};
  std::array<float, kState> hidden_{};
  std::array<float, kState> cell_{};
};

}  // namespace parley
