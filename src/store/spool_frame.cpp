// SPDX-License-Identifier: Apache-2.0
#include "spool_frame.hpp"

#include <array>

namespace parley {
namespace {

constexpr std::string_view kMarker = "\xf5\xfaPS";
constexpr std::uint32_t kPolynomial = 0x82f63b78;  // reversed

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1U) ^ ((value & 1U) != 0 ? kPolynomial : 0);
    table[byte] = value;
  }
  return table;
}
constexpr auto kTable = make_table();

void append_number(std::string& out, std::uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((number >> shift) & 0xffU));
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i) number |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return number;
}

std::optional<Frame> frame_at(std::string_view bytes, std::size_t at) {
  if (bytes.size() - at < kFrameHead) return std::nullopt;
  const std::size_t length = number_at(bytes, at + 4);
  if (length > kLongestPayload || bytes.size() - at - kFrameHead < length) return std::nullopt;
  const auto checked = crc32c(bytes.substr(at + 12, 1 + length), crc32c(bytes.substr(at + 4, 4)));
  if (checked != number_at(bytes, at + 8)) return std::nullopt;
  Frame frame;
  frame.begin = at;
  frame.end = at + kFrameHead + length;
  frame.type = static_cast<std::uint8_t>(bytes[at + 12]);
  frame.payload = bytes.substr(at + kFrameHead, length);
  return frame;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t value = ~before;
  for (const char byte : bytes) value = kTable[(value ^ static_cast<unsigned char>(byte)) & 0xffU] ^ (value >> 8U);
  return ~value;
}

void append_frame(std::string& out, std::uint8_t type, std::string_view payload) {
  std::string length;
  append_number(length, static_cast<std::uint32_t>(payload.size()));
  const char kind = static_cast<char>(type);
  const auto sum = crc32c(payload, crc32c({&kind, 1}, crc32c(length)));
  out += kMarker;
  out += length;
  append_number(out, sum);
  out += kind;
  out += payload;
}

std::optional<Frame> next_frame(std::string_view bytes, std::size_t at) {
  for (at = bytes.find(kMarker, at); at != std::string_view::npos; at = bytes.find(kMarker, at + 1)) {
    if (auto frame = frame_at(bytes, at)) return frame;
  }
  return std::nullopt;
}

}  // namespace parley
