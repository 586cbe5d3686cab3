// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "parley/core/log.hpp"
#include "parley/core/time.hpp"

namespace parley {

// One JSON object (RFC 8259) without its newline: ts, level, event, message, then context, then fields. A name occurs
// once: a field wins over context of the same name, and one that is called like the first four gets "_" in front.
std::string json_line(const LogLine& line, WallTime when);

// A JSON string with quotes. Bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace parley
