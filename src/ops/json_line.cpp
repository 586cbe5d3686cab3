// SPDX-License-Identifier: Apache-2.0
#include "json_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "parley/core/rfc3339.hpp"
#include "parley/core/utf8.hpp"
#include "parley/ops/json_log.hpp"

namespace parley {
namespace {

constexpr std::array<std::string_view, 4> kReserved = {"ts", "level", "event", "message"};

void append_value(std::string& out, const LogField& field) {
  std::array<char, 40> text;
  if (const auto* words = std::get_if<std::string>(&field.value)) {
    append_json_string(out, *words);
  } else if (const auto* truth = std::get_if<bool>(&field.value)) {
    out += *truth ? "true" : "false";
  } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), *whole).ptr);
  } else if (const auto* number = std::get_if<double>(&field.value)) {
    // JSON knows neither infinity nor NaN.
    if (std::isfinite(*number)) {
      out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), *number).ptr);
    } else {
      out += "null";
    }
  }
}

void append_field(std::string& out, const LogField& field) {
  const bool reserved = std::find(kReserved.begin(), kReserved.end(), field.name) != kReserved.end();
  out += ',';
  append_json_string(out, reserved ? "_" + field.name : field.name);
  out += ':';
  append_value(out, field);
}

// Whether `name` occurs among the fields from `first` on.
bool said_later(const std::vector<LogField>& fields, std::size_t first, std::string_view name) {
  return std::any_of(fields.begin() + static_cast<std::ptrdiff_t>(first), fields.end(),
                     [&](const LogField& field) { return field.name == name; });
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += "\\ufffd";
    } else if (first == '"' || first == '\\') {
      out += '\\';
      out += text.front();
    } else if (first == '\n') {
      out += "\\n";
    } else if (first < 0x20 || first == 0x7f) {
      out += "\\u00";
      out += kHex[first >> 4];
      out += kHex[first & 15];
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  out += '"';
}

std::string json_line(const LogLine& line, WallTime when) {
  static const std::vector<LogField> kNone;
  const auto& context = line.context ? *line.context : kNone;
  const auto& fields = line.fields ? *line.fields : kNone;
  std::string out =
      "{\"ts\":\"" + format_rfc3339(when) + "\",\"level\":\"" + std::string(to_string(line.level)) + "\",";
  out += "\"event\":";
  append_json_string(out, line.event);
  out += ",\"message\":";
  append_json_string(out, line.message);
  for (std::size_t i = 0; i < context.size(); ++i) {
    if (said_later(context, i + 1, context[i].name) || said_later(fields, 0, context[i].name)) continue;
    append_field(out, context[i]);
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!said_later(fields, i + 1, fields[i].name)) append_field(out, fields[i]);
  }
  return out + '}';
}

}  // namespace parley
