// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "parley/core/ids.hpp"

namespace parley {

// Random bytes of the kernel, for ids and secrets. Throws std::runtime_error when it gives none.
void fill_random(std::span<std::uint8_t> bytes);

template <std::size_t Count>
std::array<std::uint8_t, Count> random_bytes() {
  std::array<std::uint8_t, Count> random{};
  fill_random(random);
  return random;
}

// A UUID v7 of that moment.
inline Uuid new_uuid(WallTime now) { return Uuid::v7(now, random_bytes<10>()); }

}  // namespace parley
