// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

// SHA-256 (FIPS 180-4) in 64 hexadecimal digits of lower case.
std::string sha256_hex(std::string_view text);
// HMAC-SHA256 (RFC 2104).
std::array<std::uint8_t, 32> hmac_sha256(std::string_view key, std::string_view text);

}  // namespace parley
