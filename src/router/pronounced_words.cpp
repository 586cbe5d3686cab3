// SPDX-License-Identifier: Apache-2.0
// Text of any origin → the words that would be pronounced.
#include <utf8proc.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "number_words.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// utf8proc allocates with malloc.
struct Free {
  void operator()(utf8proc_uint8_t* memory) const { std::free(memory); }
};

const utf8proc_uint8_t* bytes(std::string_view text) { return reinterpret_cast<const utf8proc_uint8_t*>(text.data()); }

void append_utf8(utf8proc_int32_t code, std::string& out) {
  utf8proc_uint8_t encoded[4];
  const auto length = utf8proc_encode_char(code, encoded);
  for (utf8proc_ssize_t i = 0; i < length; ++i) out.push_back(static_cast<char>(encoded[i]));
}

// Calls `visit` with each code point; bytes that are no UTF-8 come as a blank.
template <class Visit>
void for_each_code(std::string_view text, Visit visit) {
  while (!text.empty()) {
    utf8proc_int32_t code = ' ';
    auto length = utf8proc_iterate(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (length < 1) {
      code = ' ';
      length = 1;
    }
    visit(code);
    text.remove_prefix(static_cast<std::size_t>(length));
  }
}

// "é" → "e": Latin letters only, because elsewhere a mark makes another letter.
utf8proc_int32_t without_accent(utf8proc_int32_t code) {
  utf8proc_int32_t parts[8];
  int last_class = 0;
  const auto count = utf8proc_decompose_char(code, parts, 8, UTF8PROC_DECOMPOSE, &last_class);
  if (count < 2 || count > 8 || parts[0] > 127) return code;
  for (utf8proc_ssize_t i = 1; i < count; ++i)
    if (parts[i] < 0x300 || parts[i] > 0x36F) return code;
  return parts[0];
}

bool is_word_code(utf8proc_int32_t code) {
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

std::string folded(std::string_view text) {
  // Case folding cannot turn ASCII into anything but lower case, which spares most transcripts the tables.
  std::string valid;
  bool ascii = true;
  valid.reserve(text.size());
  for (char c : text) {
    if (static_cast<unsigned char>(c) > 127 || c == '\0') ascii = false;
    valid.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (ascii) return valid;

  valid.clear();
  for_each_code(text, [&](utf8proc_int32_t code) { append_utf8(code == 0 ? ' ' : code, valid); });
  constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                           UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(bytes(valid), static_cast<utf8proc_ssize_t>(valid.size()), &mapped, kOptions);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(mapped);
  if (length < 0) return {};
  std::string out;
  for_each_code({reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)}, [&](utf8proc_int32_t code) {
    if (code == 0x2019 || code == 0x2018 || code == 0x02BC || code == 0x00B4) code = '\'';
    if (code == 0x2013 || code == 0x2014 || code == 0x2010 || code == 0x2011) code = '-';
    if (code > 127) code = without_accent(code);
    if (code > 127 && !is_word_code(code)) code = ' ';
    append_utf8(code, out);
  });
  return out;
}

// Reads words from folded text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<std::string> words() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_digit(c))
        number(at_ > 0 && text_[at_ - 1] == '$');
      else if (is_lower(c) || static_cast<unsigned char>(c) > 127)
        word();
      else
        symbol(c);
    }
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  std::string_view take_digits() {
    const auto start = at_;
    while (is_digit(peek())) ++at_;
    return text_.substr(start, at_ - start);
  }

  bool starts(std::string_view what) const { return text_.substr(at_, what.size()) == what; }

  // A suffix of the number just read that ends there: "am" in "8am", not in "8amp".
  bool take_suffix(std::string_view what) {
    if (!starts(what) || is_lower(peek(what.size())) || is_digit(peek(what.size()))) return false;
    at_ += what.size();
    return true;
  }

  void symbol(char c) {
    // [noise], <sil>, ++breath++, and the variant mark in "read(2)".
    if (c == '[' && skip_until(']')) return;
    if (c == '<' && skip_until('>')) return;
    if (c == '(' && is_digit(peek(1)) && peek(2) == ')' && at_ > 0 && is_lower(text_[at_ - 1])) {
      at_ += 3;
      return;
    }
    if (starts("++")) {
      const auto end = text_.find("++", at_ + 2);
      if (end != std::string_view::npos && end - at_ < 24) {
        at_ = end + 2;
        return;
      }
    }
    if (c == '&') out_.emplace_back("and");
    if (c == '@') out_.emplace_back("at");
    if (c == '%') out_.emplace_back("percent");
    if (c == '#' && is_digit(peek(1))) out_.emplace_back("number");
    if (c == '+' && is_digit(peek(1))) out_.emplace_back("plus");
    ++at_;
  }

  bool skip_until(char close) {
    const auto end = text_.find(close, at_);
    if (end == std::string_view::npos || end - at_ > 24) return false;
    at_ = end + 1;
    return true;
  }

  void word() {
    const auto start = at_;
    while (is_lower(peek()) || static_cast<unsigned char>(peek()) > 127 ||
           (peek() == '\'' && at_ > start && is_lower(peek(1))))
      ++at_;
    const auto found = text_.substr(start, at_ - start);
    if (peek() == '-' && cut_off(found)) return;
    // "8 am" is a time; "i am" is not.
    if ((found == "am" || found == "pm") && !out_.empty() && (found == "pm" || is_number_word(out_.back()))) {
      out_.emplace_back(found.substr(0, 1));
      out_.emplace_back("m");
      return;
    }
    out_.emplace_back(found);
  }

  // "wha- what": a word broken off and begun again.
  bool cut_off(std::string_view fragment) const {
    auto next = at_ + 1;
    if (next >= text_.size() || !is_space(text_[next])) return false;
    while (next < text_.size() && is_space(text_[next])) ++next;
    return text_.substr(next, fragment.size()) == fragment;
  }

  void number(bool money) {
    auto digits = std::string(take_digits());
    if (peek() == ':' && is_digit(peek(1)) && is_digit(peek(2)) && !is_digit(peek(3)) && digits.size() < 3) {
      ++at_;
      return time(digits, take_digits());
    }
    bool grouped = false;
    while (peek() == ',' && is_digit(peek(1)) && is_digit(peek(2)) && is_digit(peek(3)) && !is_digit(peek(4))) {
      ++at_;
      digits += take_digits();
      grouped = true;
    }
    std::string_view decimals;
    if (peek() == '.' && is_digit(peek(1))) {
      ++at_;
      decimals = take_digits();
    }
    if (money) return amount(digits, decimals);
    if (decimals.empty() && (peek() == '-' || peek() == '.') && telephone(digits)) return;
    for (std::string_view suffix : {"st", "nd", "rd", "th"})
      if (decimals.empty() && take_suffix(suffix) && append_ordinal(digits, out_)) return;
    if (grouped || !decimals.empty() || peek() == '%')
      append_cardinal(digits, out_);
    else
      append_bare_number(digits, out_);
    if (!decimals.empty()) {
      out_.emplace_back("point");
      append_digits(decimals, out_);
    }
    half_of_day();
  }

  void half_of_day() {
    for (std::string_view half : {"am", "pm"})
      if (take_suffix(half)) {
        out_.emplace_back(half.substr(0, 1));
        out_.emplace_back("m");
      }
  }

  void time(const std::string& hour, std::string_view minute) {
    append_cardinal(hour, out_);
    if (minute != "00") {
      if (minute.front() == '0') out_.emplace_back("oh");
      append_cardinal(minute, out_);
    }
    half_of_day();
  }

  void amount(const std::string& dollars, std::string_view cents) {
    append_cardinal(dollars, out_);
    out_.emplace_back(dollars == "1" ? "dollar" : "dollars");
    if (cents.size() == 2 && cents != "00") append_cardinal(cents, out_);
  }

  // "555-0100": groups of a telephone number are read digit by digit.
  bool telephone(const std::string& first) {
    auto end = at_;
    std::string all = first;
    while (end + 1 < text_.size() && text_[end] == '-' && is_digit(text_[end + 1])) {
      ++end;
      while (end < text_.size() && is_digit(text_[end])) all.push_back(text_[end++]);
    }
    if (all.size() < 7) return false;
    at_ = end;
    append_digits(all, out_);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> pronounced_words(std::string_view text) {
  const auto clean = folded(text.substr(0, kMaxNormalisedBytes));
  return Scanner(clean).words();
}

std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out.push_back(' ');
    out += word;
  }
  return out;
}

}  // namespace parley
