// SPDX-License-Identifier: Apache-2.0
// ITU-T G.711 by table: one byte a sample, 16-bit linear on our side.
#pragma once

#include <cstdint>
#include <span>

namespace parley {

enum class G711Law : std::uint8_t { mu_law, a_law };

// The byte that decodes to (almost) zero; a stream of it is silence on the wire.
constexpr std::uint8_t g711_silence(G711Law law) { return law == G711Law::mu_law ? 0xFF : 0xD5; }

std::int16_t g711_decode(G711Law law, std::uint8_t byte) noexcept;
std::uint8_t g711_encode(G711Law law, std::int16_t sample) noexcept;

// Both convert min(in.size(), out.size()) samples and return that count.
std::size_t g711_decode(G711Law law, std::span<const std::uint8_t> in, std::span<std::int16_t> out) noexcept;
std::size_t g711_encode(G711Law law, std::span<const std::int16_t> in, std::span<std::uint8_t> out) noexcept;

}  // namespace parley
