// SPDX-License-Identifier: Apache-2.0
// Base64 of the simulated caller, which shares no code with the doors that it tests.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parley::peer {

std::string to_base64(std::span<const std::uint8_t> bytes);
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace parley::peer
