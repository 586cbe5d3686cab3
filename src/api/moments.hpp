// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "parley/core/time.hpp"

namespace parley {

// "2026-11-21T11:35:22.123Z", offsets and fractions of any length as RFC 3339 has them; nullopt for anything else.
std::optional<WallTime> parse_rfc3339(std::string_view text);

}  // namespace parley
