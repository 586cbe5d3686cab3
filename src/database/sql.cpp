// SPDX-License-Identifier: Apache-2.0
#include "parley/database/sql.hpp"

#include <charconv>
#include <stdexcept>

namespace parley {

std::int64_t Rows::integer(std::size_t row, std::size_t column) const {
  const auto& value = at(row, column);
  if (!value) return 0;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  if (error != std::errc{} || end != value->data() + value->size()) {
    throw std::logic_error("a column was read as a whole number and holds none");
  }
  return number;
}

std::string to_sql_array(const std::vector<std::string>& items) {
  std::string text = "{";
  for (const auto& item : items) {
    if (text.size() > 1) text += ',';
    text += '"';
    for (const char letter : item) {
      if (letter == '"' || letter == '\\') text += '\\';
      text += letter;
    }
    text += '"';
  }
  return text + "}";
}

std::vector<std::string> from_sql_array(std::string_view text) {
  std::vector<std::string> items;
  std::size_t at = 1;
  while (at < text.size() && text[at] != '}') {
    std::string item;
    const bool quoted = text[at] == '"';
    if (quoted) ++at;
    for (; at < text.size() && (quoted ? text[at] != '"' : text[at] != ',' && text[at] != '}'); ++at) {
      if (quoted && text[at] == '\\' && at + 1 < text.size()) ++at;
      item += text[at];
    }
    if (quoted) ++at;
    items.push_back(std::move(item));
    if (at < text.size() && text[at] == ',') ++at;
  }
  return items;
}

}  // namespace parley
