// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648 §4) into memory that is there already.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace parley {

// How many bytes were written; nullopt: not base64 with its padding, or `out` is too small. Never allocates.
std::optional<std::size_t> base64_decode(std::string_view text, std::span<std::uint8_t> out);
// Bytes that base64_decode() needs room for.
constexpr std::size_t base64_room(std::string_view text) { return text.size() / 4 * 3; }
void base64_append(std::span<const std::uint8_t> bytes, std::string& out);

}  // namespace parley
