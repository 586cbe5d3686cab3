// SPDX-License-Identifier: Apache-2.0
#include "parley/media/g711.hpp"

#include <algorithm>
#include <array>

namespace parley {
namespace {

constexpr int kMuBias = 33;    // of the 14-bit scale
constexpr int kMuClip = 8158;  // largest 14-bit magnitude that, biased, is still in the last segment

// G.711 table 2a: eight segments that double in step, values on the 14-bit scale.
constexpr std::int16_t mu_law_value(unsigned byte) {
  const unsigned flipped = ~byte & 0xFFU;
  const int segment = static_cast<int>(flipped >> 4U & 7U);
  const int step = static_cast<int>(flipped & 15U);
  const int magnitude = (((step << 1) + kMuBias) << segment) - kMuBias;
  return static_cast<std::int16_t>(((flipped & 0x80U) != 0 ? -magnitude : magnitude) * 4);
}

constexpr std::uint8_t mu_law_byte(int sample) {
  int magnitude = sample >> 2;
  const unsigned sign = magnitude < 0 ? 0x80U : 0U;
  if (magnitude < 0) magnitude = -magnitude;
  magnitude = std::min(magnitude, kMuClip) + kMuBias;
  unsigned segment = 0;
  while (segment < 7 && magnitude > (64 << segment) - 1) ++segment;
  const unsigned step = static_cast<unsigned>(magnitude) >> (segment + 1) & 15U;
  return static_cast<std::uint8_t>(~(sign | segment << 4U | step) & 0xFFU);
}

// G.711 table 1a: even bits are inverted on the wire, values on the 13-bit scale.
constexpr std::int16_t a_law_value(unsigned byte) {
  const unsigned plain = byte ^ 0x55U;
  const int segment = static_cast<int>(plain >> 4U & 7U);
  int magnitude = static_cast<int>(plain & 15U) << 1 | 1;
  if (segment > 0) magnitude = (magnitude + 32) << (segment - 1);
  return static_cast<std::int16_t>(((plain & 0x80U) != 0 ? magnitude : -magnitude) * 8);
}

constexpr std::uint8_t a_law_byte(int sample) {
  int magnitude = sample >> 3;
  const unsigned sign = magnitude >= 0 ? 0x80U : 0U;
  if (magnitude < 0) magnitude = -magnitude - 1;
  unsigned segment = 0;
  while (segment < 7 && magnitude > (32 << segment) - 1) ++segment;
  const unsigned step = static_cast<unsigned>(magnitude) >> (segment < 2 ? 1U : segment) & 15U;
  return static_cast<std::uint8_t>((sign | segment << 4U | step) ^ 0x55U);
}

template <auto Value>
constexpr auto decode_table() {
  std::array<std::int16_t, 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) table[byte] = Value(byte);
  return table;
}

// One entry for every value that the law can tell apart, indexed by the sample's upper bits.
template <auto Byte, int Dropped>
constexpr auto encode_table() {
  std::array<std::uint8_t, (65536U >> Dropped)> table{};
  for (std::size_t index = 0; index < table.size(); ++index)
    table[index] = Byte(static_cast<std::int16_t>(static_cast<std::uint16_t>(index << Dropped)));
  return table;
}

constexpr auto kFromMu = decode_table<mu_law_value>();
constexpr auto kFromA = decode_table<a_law_value>();
constexpr auto kToMu = encode_table<mu_law_byte, 2>();
constexpr auto kToA = encode_table<a_law_byte, 3>();

static_assert(mu_law_value(0xFF) == 0 && mu_law_value(0x00) == -32124 && mu_law_value(0x80) == 32124);
static_assert(a_law_value(0xD5) == 8 && a_law_value(0x2A) == -32256 && a_law_value(0xAA) == 32256);

template <class Table, int Dropped>
std::size_t encode_all(const Table& table, std::span<const std::int16_t> in, std::span<std::uint8_t> out) {
  const std::size_t count = std::min(in.size(), out.size());
  for (std::size_t n = 0; n < count; ++n) out[n] = table[static_cast<std::uint16_t>(in[n]) >> Dropped];
  return count;
}

}  // namespace

std::int16_t g711_decode(G711Law law, std::uint8_t byte) noexcept {
  return law == G711Law::mu_law ? kFromMu[byte] : kFromA[byte];
}

std::uint8_t g711_encode(G711Law law, std::int16_t sample) noexcept {
  const auto bits = static_cast<std::uint16_t>(sample);
  return law == G711Law::mu_law ? kToMu[bits >> 2U] : kToA[bits >> 3U];
}

std::size_t g711_decode(G711Law law, std::span<const std::uint8_t> in, std::span<std::int16_t> out) noexcept {
  const auto& table = law == G711Law::mu_law ? kFromMu : kFromA;
  const std::size_t count = std::min(in.size(), out.size());
  for (std::size_t n = 0; n < count; ++n) out[n] = table[in[n]];
  return count;
}

std::size_t g711_encode(G711Law law, std::span<const std::int16_t> in, std::span<std::uint8_t> out) noexcept {
  if (law == G711Law::mu_law) return encode_all<decltype(kToMu), 2>(kToMu, in, out);
  return encode_all<decltype(kToA), 3>(kToA, in, out);
}

}  // namespace parley
