// SPDX-License-Identifier: Apache-2.0
// The text of a key: "parley_", the 32 hexadecimal digits of its id, "_", 48 of its secret.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "parley/core/ids.hpp"

namespace parley {

std::string make_key_text(const Uuid& id, std::span<const std::uint8_t, 24> secret);
// The id in it; nullopt when it is no text of a key.
std::optional<Uuid> id_of_key_text(std::string_view text);

}  // namespace parley
