// SPDX-License-Identifier: Apache-2.0
// RTP on the wire (RFC 3550 §5.1): reading what may be hostile, writing what is ours.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace parley {

struct RtpHeader {
  std::uint8_t payload_type = 0;
  bool marker = false;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;

  friend bool operator==(const RtpHeader&, const RtpHeader&) = default;
};

// A view into the datagram it was parsed from.
struct RtpPacket {
  RtpHeader header;
  std::span<const std::uint8_t> payload;  // without CSRC list, extension and padding
};

constexpr std::size_t kRtpHeaderSize = 12;

// nullopt: no RTP version 2, or lengths that do not fit. RTCP (packet types 200–211, RFC 5761 §4) is no RTP either.
std::optional<RtpPacket> parse_rtp(std::span<const std::uint8_t> datagram) noexcept;

// Without CSRC, extension and padding. Returns the datagram's length; 0 when `out` is too small.
std::size_t write_rtp(const RtpHeader& header, std::span<const std::uint8_t> payload,
                      std::span<std::uint8_t> out) noexcept;

}  // namespace parley
