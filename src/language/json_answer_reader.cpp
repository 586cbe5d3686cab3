// SPDX-License-Identifier: Apache-2.0
#include "json_answer_reader.hpp"

#include <cmath>
#include <cstdlib>

namespace parley {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024;  // of a key, a scalar, an answer
constexpr unsigned kReplacement = 0xfffd;

bool blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

int hex(char byte) {
  if (byte >= '0' && byte <= '9') return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return -1;
}

std::optional<double> number_of(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// Whether `text` may stand before the object: blanks and "```json", as far as it came.
bool fence_so_far(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  constexpr std::string_view kFence = "```json";
  if (text.size() <= kFence.size()) return text == kFence.substr(0, text.size()) || text == "```\n";
  if (!text.starts_with("```")) return false;
  text.remove_prefix(text.starts_with(kFence) ? kFence.size() : 3);
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

JsonAnswerReader::State JsonAnswerReader::feed(std::string_view bytes) {
  for (const char byte : bytes) {
    if (state_ == State::broken) break;
    step(byte);
  }
  return state_;
}

void JsonAnswerReader::step(char byte) {
  switch (place_) {
    case Place::before:
      if (byte == '{') {
        place_ = Place::member_or_end;
      } else {
        fence_ += byte;
        if (fence_.size() > 64 || !fence_so_far(fence_)) fail();
      }
      return;
    case Place::member_or_end:
      if (blank(byte)) return;
      if (byte == '}' && !expects_member_) {
        place_ = Place::after;
        state_ = State::complete;
      } else if (byte == '"') {
        key_.clear();
        in_key_ = true;
        place_ = Place::text;
      } else {
        fail();
      }
      return;
    case Place::colon:
      if (blank(byte)) return;
      if (byte != ':') return fail();
      place_ = Place::value;
      return;
    case Place::value:
      if (blank(byte)) return;
      if (byte == '"' && key_ == "answer") {
        has_answer_ = true;
        answer_.clear();
        place_ = Place::text;
      } else if (byte == '"' || byte == '{' || byte == '[') {
        place_ = Place::skipped;
        skip_byte(byte);
      } else {
        scalar_ = byte;
        place_ = Place::scalar;
      }
      return;
    case Place::scalar:
      if (byte != ',' && byte != '}' && !blank(byte)) {
        scalar_ += byte;
        if (scalar_.size() > 64) fail();
        return;
      }
      end_scalar();
      if (state_ == State::broken) return;
      place_ = Place::after_value;
      [[fallthrough]];
    case Place::after_value:
      if (blank(byte)) return;
      if (byte == ',') {
        expects_member_ = true;
        place_ = Place::member_or_end;
      } else if (byte == '}') {
        place_ = Place::after;
        state_ = State::complete;
      } else {
        fail();
      }
      return;
    case Place::text:
      return text_byte(byte);
    case Place::skipped:
      return skip_byte(byte);
    case Place::after:
      // One object, and the end of a fence.
      if (!blank(byte) && (byte != '`' || fence_.find('`') == std::string::npos)) fail();
      return;
  }
}

void JsonAnswerReader::text_byte(char byte) {
  if (escape_ > 0) return escape_byte(byte);
  if (byte == '\\') {
    escape_ = 1;
    return;
  }
  if (high_ != 0) add_code_point(kReplacement);
  high_ = 0;
  if (byte == '"') return end_text();
  if (static_cast<unsigned char>(byte) < 0x20) return fail();
  auto& text = in_key_ ? key_ : answer_;
  text += byte;
  if (text.size() > kMostBytes) fail();
}

void JsonAnswerReader::escape_byte(char byte) {
  if (escape_ >= 2) {
    const int digit = hex(byte);
    if (digit < 0) return fail();
    unit_ = unit_ * 16 + static_cast<unsigned>(digit);
    if (++escape_ < 6) return;
    escape_ = 0;
    return add_code_unit(unit_);
  }
  escape_ = 0;
  switch (byte) {
    case '"':
    case '\\':
    case '/':
      return add_code_unit(static_cast<unsigned char>(byte));
    case 'b':
      return add_code_unit('\b');
    case 'f':
      return add_code_unit('\f');
    case 'n':
      return add_code_unit('\n');
    case 'r':
      return add_code_unit('\r');
    case 't':
      return add_code_unit('\t');
    case 'u':
      escape_ = 2;
      unit_ = 0;
      return;
    default:
      return fail();
  }
}

void JsonAnswerReader::add_code_unit(unsigned unit) {
  const bool low = unit >= 0xdc00 && unit < 0xe000;
  if (high_ != 0 && low) {
    add_code_point(0x10000UL + ((high_ - 0xd800UL) << 10U) + (unit - 0xdc00UL));
    high_ = 0;
    return;
  }
  if (high_ != 0) add_code_point(kReplacement);
  high_ = 0;
  if (unit >= 0xd800 && unit < 0xdc00) {
    high_ = unit;
    return;
  }
  add_code_point(low ? kReplacement : unit);
}

void JsonAnswerReader::add_code_point(unsigned long point) {
  auto& text = in_key_ ? key_ : answer_;
  const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((point >> shift) & 0x3fU)); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0U | (point >> 6U));
    tail(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xe0U | (point >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xf0U | (point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
  if (text.size() > kMostBytes) fail();
}

void JsonAnswerReader::end_text() {
  place_ = in_key_ ? Place::colon : Place::after_value;
  in_key_ = false;
}

void JsonAnswerReader::end_scalar() {
  const bool truth = scalar_ == "true" || scalar_ == "false";
  const auto number = number_of(scalar_);
  if (!truth && !number && scalar_ != "null") return fail();
  if (key_ == "knows" && truth) knows_ = scalar_ == "true";
  if (key_ == "says_static" && truth) says_static_ = scalar_ == "true";
  if (key_ == "confidence") confidence_ = number;
}

// A text, a list or an object that nobody asked for; only its end counts.
void JsonAnswerReader::skip_byte(char byte) {
  if (skip_text_) {
    if (skip_escape_) {
      skip_escape_ = false;
    } else if (byte == '\\') {
      skip_escape_ = true;
    } else if (byte == '"') {
      skip_text_ = false;
    }
  } else if (byte == '"') {
    skip_text_ = true;
  } else if (byte == '{' || byte == '[') {
    open_ += byte;
    if (open_.size() > 64) return fail();
  } else if (byte == '}' || byte == ']') {
    if (open_.empty() || (byte == '}') != (open_.back() == '{')) return fail();
    open_.pop_back();
  }
  if (!skip_text_ && open_.empty()) place_ = Place::after_value;
}

}  // namespace parley
