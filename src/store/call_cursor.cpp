// SPDX-License-Identifier: Apache-2.0
#include "parley/store/call_cursor.hpp"

#include <charconv>

namespace parley {

// "MILLISECONDS.UUID"
std::string CallCursor::to_string() const {
  return std::to_string(started_at.time_since_epoch().count()) + "." + id.to_string();
}

std::optional<CallCursor> CallCursor::parse(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::int64_t milliseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + dot, milliseconds);
  if (error != std::errc{} || end != text.data() + dot) return std::nullopt;
  const auto id = CallId::parse(text.substr(dot + 1));
  if (!id) return std::nullopt;
  return CallCursor{WallTime{std::chrono::milliseconds{milliseconds}}, *id};
}

}  // namespace parley
