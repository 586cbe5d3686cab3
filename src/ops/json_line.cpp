// SPDX-License-Identifier: Apache-2.0
#include "json_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "parley/core/rfc3339.hpp"
#include "parley/ops/json_log.hpp"

namespace parley {
namespace {

constexpr std::array<std::string_view, 4> kReserved = {"ts", "level", "event", "message"};

// Length of the well-formed UTF-8 sequence at the start (RFC 3629 §4), 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const unsigned low = first == 0xe0 ? 0xa0 : 0x80;   // no overlong forms
    const unsigned high = first == 0xed ? 0x9f : 0xbf;  // no surrogates
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const unsigned low = first == 0xf0 ? 0x90 : 0x80;
    const unsigned high = first == 0xf4 ? 0x8f : 0xbf;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

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
    const std::size_t length = sequence_length(text);
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
