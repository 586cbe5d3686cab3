// SPDX-License-Identifier: Apache-2.0
// From 20 ms frames to packets of the negotiated length: encoding, silence, numbering. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parley/core/audio_frame.hpp"
#include "parley/media/comfort_noise.hpp"
#include "parley/media/g711.hpp"
#include "parley/media/rtp_packet.hpp"
#include "parley/media/telephone_event.hpp"

namespace parley {

// Random beginnings (RFC 3550 §5.1).
struct RtpOrigin {
  std::uint32_t ssrc = 0;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
};

class RtpSender {
 public:
  explicit RtpSender(RtpOrigin origin) : origin_(origin), comfort_(origin.ssrc) {}

  // `ptime_ms` outside 10–60 is brought inside, odd values to the next lower ten.
  void configure(G711Law law, std::uint8_t payload_type, std::uint32_t ptime_ms);
  // nullptr: comfort noise. 160 samples are expected; shorter frames are filled up with silence.
  void put(const AudioFrame* frame) noexcept;
  // Time passed in which nothing was or will be sent; what waits for its packet to fill is dropped.
  void skip(std::uint32_t samples) noexcept;
  // The next packet that is full, to be sent at once; empty: none.
  std::span<const std::uint8_t> next_packet() noexcept;

  // Payload type of telephone events; nullopt: the peer takes none.
  void take_keys_as(std::optional<std::uint8_t> payload_type) noexcept { key_payload_type_ = payload_type; }
  // Keys to be pressed one after another. False: the peer takes none, one of them is no key, or too many wait.
  bool press(std::string_view digits);
  bool pressing() const noexcept { return next_key_ < keys_.size() || press_ || pause_ > 0; }
  // In place of put() and next_packet() while keys are pressed; once a period. Empty: a pause between two keys.
  std::span<const std::uint8_t> next_key_packet() noexcept;

  std::uint64_t packets() const { return packets_; }

 private:
  static constexpr std::size_t kFrame = 160;
  static constexpr std::size_t kLongestPacket = 480;

  RtpOrigin origin_;
  ComfortNoise comfort_;
  G711Law law_ = G711Law::mu_law;
  std::uint8_t payload_type_ = 0;
  std::size_t packet_samples_ = kFrame;
  std::array<std::uint8_t, kLongestPacket + kFrame> waiting_{};
  std::size_t waiting_used_ = 0;
  bool talking_ = false;
  bool marker_ = true;  // of the next packet: the stream's first, or the first of a talkspurt
  std::uint64_t packets_ = 0;
  std::optional<std::uint8_t> key_payload_type_;
  std::string keys_;
  std::size_t next_key_ = 0;
  std::optional<KeyPress> press_;
  std::uint32_t pause_ = 0;  // periods until the next key
  std::array<std::uint8_t, kRtpHeaderSize + kLongestPacket> datagram_{};
};

}  // namespace parley
