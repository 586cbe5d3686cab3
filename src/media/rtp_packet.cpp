// SPDX-License-Identifier: Apache-2.0
#include "parley/media/rtp_packet.hpp"

#include <algorithm>

namespace parley {
namespace {

std::uint16_t read16(const std::uint8_t* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }
std::uint32_t read32(const std::uint8_t* at) {
  return static_cast<std::uint32_t>(read16(at)) << 16U | static_cast<std::uint32_t>(read16(at + 2));
}
void write16(std::uint8_t* at, std::uint32_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8U);
  at[1] = static_cast<std::uint8_t>(value);
}
void write32(std::uint8_t* at, std::uint32_t value) {
  write16(at, value >> 16U);
  write16(at + 2, value & 0xFFFFU);
}

}  // namespace

std::optional<RtpPacket> parse_rtp(std::span<const std::uint8_t> datagram) noexcept {
  if (datagram.size() < kRtpHeaderSize) return std::nullopt;
  const std::uint8_t* bytes = datagram.data();
  if (bytes[0] >> 6U != 2) return std::nullopt;
  if (bytes[1] >= 200 && bytes[1] <= 211) return std::nullopt;

  std::size_t begin = kRtpHeaderSize + 4U * (bytes[0] & 0x0FU);
  if ((bytes[0] & 0x10U) != 0) {  // extension: profile, length in words, words
    if (begin + 4 > datagram.size()) return std::nullopt;
    begin += 4 + 4U * read16(bytes + begin + 2);
  }
  std::size_t end = datagram.size();
  if (begin > end) return std::nullopt;
  if ((bytes[0] & 0x20U) != 0) {  // the last byte counts the padding, itself included
    const std::size_t padding = bytes[end - 1];
    if (padding == 0 || padding > end - begin) return std::nullopt;
    end -= padding;
  }

  RtpPacket packet;
  packet.header = {static_cast<std::uint8_t>(bytes[1] & 0x7FU), (bytes[1] & 0x80U) != 0, read16(bytes + 2),
                   read32(bytes + 4), read32(bytes + 8)};
  packet.payload = datagram.subspan(begin, end - begin);
  return packet;
}

std::size_t write_rtp(const RtpHeader& header, std::span<const std::uint8_t> payload,
                      std::span<std::uint8_t> out) noexcept {
  const std::size_t length = kRtpHeaderSize + payload.size();
  if (out.size() < length) return 0;
  out[0] = 0x80;
  out[1] = static_cast<std::uint8_t>((header.marker ? 0x80U : 0U) | (header.payload_type & 0x7FU));
  write16(out.data() + 2, header.sequence);
  write32(out.data() + 4, header.timestamp);
  write32(out.data() + 8, header.ssrc);
  std::copy(payload.begin(), payload.end(), out.begin() + kRtpHeaderSize);
  return length;
}

}  // namespace parley
