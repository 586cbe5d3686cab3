// SPDX-License-Identifier: Apache-2.0
// The place after which a list of calls goes on. Keyset: stays right while calls come and go.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "parley/core/ids.hpp"
#include "parley/core/time.hpp"

namespace parley {

struct CallCursor {
  WallTime started_at{};
  CallId id;

  std::string to_string() const;  // opaque to clients, safe in a URL
  static std::optional<CallCursor> parse(std::string_view text);

  friend auto operator<=>(const CallCursor&, const CallCursor&) = default;
};

}  // namespace parley
