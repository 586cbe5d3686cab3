// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "endpoint.hpp"

namespace parley {

// ?NAME=true or =false; absent is false, present without a value is true; nullopt: something else.
inline std::optional<bool> flag_of(const Ask& ask, std::string_view name) {
  const auto text = ask.request.query_value(name);
  if (!text || *text == "false") return false;
  if (text->empty() || *text == "true") return true;
  return std::nullopt;
}

}  // namespace parley
