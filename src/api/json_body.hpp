// SPDX-License-Identifier: Apache-2.0
// JSON from outside: read whole, never deeper than it may be, with a sentence that says what is wrong and where.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace parley {

using Json = nlohmann::ordered_json;

struct JsonRefusal {
  const char* code;  // "invalid_utf8", "too_deep", "malformed_json"
  std::string detail;
};

inline constexpr std::size_t kJsonDepth = 32;

std::variant<Json, JsonRefusal> read_json(std::string_view text);

// Where the first byte is that is no UTF-8 (RFC 3629); nullopt: all of it is.
std::optional<std::size_t> first_bad_utf8(std::string_view text);

// Bytes that are no UTF-8 are replaced, never a reason to fail; ends with a line break.
std::string dump_json(const Json& json);

}  // namespace parley
