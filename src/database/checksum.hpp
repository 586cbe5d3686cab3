// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace parley {

// SHA-256, hexadecimal.
std::string checksum_of(std::string_view text);

}  // namespace parley
