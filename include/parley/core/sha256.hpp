// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace parley {

// SHA-256 (FIPS 180-4) in 64 hexadecimal digits of lower case.
std::string sha256_hex(std::string_view text);

}  // namespace parley
