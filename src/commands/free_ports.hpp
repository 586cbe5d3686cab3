// SPDX-License-Identifier: Apache-2.0
// Ports on loopback that nobody uses at the moment.
#pragma once

#include <cstdint>
#include <optional>

namespace parley::commands {

// Free by UDP and TCP. nullopt: none could be had.
std::optional<std::uint16_t> free_port();
// First of `count` neighbouring UDP ports below the ephemeral range.
std::optional<std::uint16_t> free_port_block(std::uint16_t count);

}  // namespace parley::commands
