// SPDX-License-Identifier: Apache-2.0
// How entries lie in a segment: marker, length of the payload, CRC-32C of length, type and payload, type, payload.
// Numbers are little-endian. The marker is no UTF-8, so that it never stands in a payload: after damage the next entry
// is found by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parley {

constexpr std::size_t kFrameHead = 13;
constexpr std::size_t kLongestPayload = 16U << 20U;
// First in every segment's file.
constexpr std::string_view kSegmentHead = "parley spool 1\n\n";

// CRC-32C (Castagnoli) as in RFC 3720.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

void append_frame(std::string& out, std::uint8_t type, std::string_view payload);

struct Frame {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint8_t type = 0;
  std::string_view payload;
};
// The first whole entry at or behind `at`; what lies between is damaged.
std::optional<Frame> next_frame(std::string_view bytes, std::size_t at);

}  // namespace parley
