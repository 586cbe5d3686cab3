// SPDX-License-Identifier: Apache-2.0
// From packets to what a listener hears: order, concealment, decoding, keys. Pure; time is told.
#pragma once

#include <cstdint>
#include <optional>

#include "parley/core/audio_frame.hpp"
#include "parley/media/concealment.hpp"
#include "parley/media/g711.hpp"
#include "parley/media/jitter_buffer.hpp"
#include "parley/media/telephone_event.hpp"
#include "parley/transports/media_transport.hpp"

namespace parley {

class RtpReceiver {
 public:
  void configure(G711Law law, std::uint8_t payload_type, std::optional<std::uint8_t> telephone_event);

  // Whether its type belongs to the call at all, and its length to such a type.
  bool accepts(const RtpPacket& packet) const noexcept;
  // A packet that was accepted; the digit when it is the first of a key press.
  std::optional<char> put(const RtpPacket& packet, Instant now) noexcept;
  // Ask until nullptr, after each put() and every 20 ms. Valid until the next call.
  const AudioFrame* take(Instant now) noexcept;
  void rest() noexcept { buffer_.rest(); }

  void add_to(MediaStats& stats) const;

 private:
  std::optional<G711Law> law_of(std::uint8_t payload_type) const noexcept;

  G711Law law_ = G711Law::mu_law;
  std::uint8_t payload_type_ = 0;
  std::optional<std::uint8_t> telephone_event_;
  JitterBuffer buffer_;
  LossConcealment concealment_;
  KeyListener keys_;
  std::uint64_t concealed_ = 0;
  AudioFrame frame_;
};

}  // namespace parley
