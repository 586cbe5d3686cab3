// SPDX-License-Identifier: Apache-2.0
// Percent codes of URLs and form fields (RFC 3986 §2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley {

// "%2F" → "/"; nullopt for a broken code. `plus_is_space` as in form fields.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace parley
