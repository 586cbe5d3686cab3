// SPDX-License-Identifier: Apache-2.0
// What no text of a definition may hold, wherever it comes from: it is spoken, stored and shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parley {

struct TextFault {
  int line = 0;  // from 1
  std::string message;
};

// Bytes that are no UTF-8 (RFC 3629), and control bytes but tab and line breaks.
std::optional<TextFault> check_text_bytes(std::string_view text);

}  // namespace parley
