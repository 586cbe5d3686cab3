// SPDX-License-Identifier: Apache-2.0
#include "json_body.hpp"

#include <algorithm>

#include "parley/core/utf8.hpp"

namespace parley {
namespace {

bool too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kJsonDepth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

std::string place_of(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, std::min(byte, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto start = before.rfind('\n');
  const auto column = 1 + (start == std::string_view::npos ? before.size() : before.size() - start - 1);
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Of nlohmann's message the part that says what was expected.
std::string reason(std::string_view what) {
  const auto dash = what.find(" - ");
  const auto colon = what.find(": ");
  if (dash != std::string_view::npos) return std::string(what.substr(dash + 3));
  return std::string(colon == std::string_view::npos ? what : what.substr(colon + 2));
}

}  // namespace

std::optional<std::size_t> first_bad_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto length = utf8_length(text.substr(i));
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

std::variant<Json, JsonRefusal> read_json(std::string_view text) {
  if (const auto bad = first_bad_utf8(text)) {
    return JsonRefusal{"invalid_utf8", "The body is not UTF-8 at " + place_of(text, *bad) + "."};
  }
  if (too_deep(text)) {
    return JsonRefusal{"too_deep", "The body is nested deeper than " + std::to_string(kJsonDepth) + " levels."};
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const auto byte = error.byte > 0 ? error.byte - 1 : 0;
    return JsonRefusal{"malformed_json",
                       "The body is not JSON at " + place_of(text, byte) + ": " + reason(error.what())};
  } catch (const Json::exception& error) {  // a number that fits no type
    return JsonRefusal{"malformed_json", "The body is not JSON: " + reason(error.what())};
  }
}

std::string dump_json(const Json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace parley
