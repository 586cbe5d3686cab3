// SPDX-License-Identifier: Apache-2.0
#include "spoken_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley {

namespace {

constexpr std::array<std::string_view, 20> kSmall = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {"",      "",      "twenty",  "thirty", "forty",
                                                    "fifty", "sixty", "seventy", "eighty", "ninety"};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void below_hundred(unsigned value, std::vector<std::string>& out) {
  if (value < 20) {
    out.emplace_back(kSmall[value]);
    return;
  }
  out.emplace_back(kTens[value / 10]);
  if (value % 10 != 0) out.emplace_back(kSmall[value % 10]);
}

void below_million(unsigned value, std::vector<std::string>& out) {
  if (value >= 1000) {
    below_million(value / 1000, out);
    out.emplace_back("thousand");
    value %= 1000;
    if (value == 0) return;
  }
  if (value >= 100) {
    out.emplace_back(kSmall[value / 100]);
    out.emplace_back("hundred");
    value %= 100;
    if (value == 0) return;
  }
  below_hundred(value, out);
}

std::string without_placeholders(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find("{{");
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos) break;
    out.push_back(' ');
    text.remove_prefix(close + 2);
  }
  return out;
}

// Digits of a number with grouping commas, from `at` on; moves `at` behind them.
std::string take_number(std::string_view text, std::size_t& at) {
  std::string digits;
  while (at < text.size()) {
    if (digit(text[at])) {
      digits.push_back(text[at++]);
    } else if (text[at] == ',' && at + 3 < text.size() && digit(text[at + 1]) && digit(text[at + 2]) &&
               digit(text[at + 3])) {
      ++at;
    } else {
      break;
    }
  }
  return digits;
}

void append(std::vector<std::string>& out, const std::vector<std::string>& more) {
  out.insert(out.end(), more.begin(), more.end());
}

void say_number(std::string_view text, std::size_t& at, bool dollars, std::vector<std::string>& out) {
  const auto whole = take_number(text, at);
  append(out, number_words(whole));
  const bool clock = at + 2 < text.size() && text[at] == ':' && digit(text[at + 1]) && digit(text[at + 2]);
  const bool fraction = at + 1 < text.size() && text[at] == '.' && digit(text[at + 1]);
  if (dollars) out.emplace_back(whole == "1" ? "dollar" : "dollars");
  if (clock || fraction) {
    ++at;
    const auto rest = take_number(text, at);
    if (clock && rest == "00") return;
    if (clock && rest.front() == '0') out.emplace_back("oh");
    if (dollars) {
      if (rest.find_first_not_of('0') == std::string::npos) return;
      out.emplace_back("and");
      append(out, number_words(rest));
      out.emplace_back("cents");
    } else if (clock) {
      append(out, number_words(rest));
    } else {
      out.emplace_back("point");
      for (char c : rest) append(out, number_words(std::string_view(&c, 1)));
    }
  }
}

}  // namespace

std::vector<std::string> number_words(std::string_view digits) {
  std::vector<std::string> out;
  const bool spelled = digits.size() > 6 || (digits.size() > 1 && digits.front() == '0');
  if (!spelled && !digits.empty()) {
    below_million(static_cast<unsigned>(std::stoul(std::string(digits))), out);
    return out;
  }
  std::size_t first = 0;
  // "09" is said "nine"; longer strings are numbers of something and said digit by digit.
  if (digits.size() == 2) first = 1;
  for (char c : digits.substr(first)) out.emplace_back(kSmall[static_cast<std::size_t>(c - '0')]);
  return out;
}

std::vector<std::string> spoken_words(std::string_view written) {
  const auto text = without_placeholders(written);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (digit(c)) {
      say_number(text, at, false, out);
      if (at < text.size() && text[at] == '%') out.emplace_back("percent");
    } else if (c == '$' && at + 1 < text.size() && digit(text[at + 1])) {
      say_number(text, ++at, true, out);
    } else if (letter(c)) {
      std::string word;
      for (; at < text.size(); ++at) {
        // U+2019, the typographer's apostrophe
        const bool curly = text.compare(at, 3, "\xE2\x80\x99") == 0;
        if (curly || text[at] == '\'') {
          word.push_back('\'');
          if (curly) at += 2;
        } else if (letter(text[at])) {
          word.push_back(lower(text[at]));
        } else {
          break;
        }
      }
      while (!word.empty() && word.back() == '\'') word.pop_back();
      const bool after_number = !out.empty() && at >= word.size() + 1;
      if (after_number && (word == "am" || word == "pm") && at > word.size() && [&] {
            std::size_t back = at - word.size();
            while (back > 0 && text[back - 1] == ' ') --back;
            return back > 0 && digit(text[back - 1]);
          }()) {
        out.emplace_back(1, word[0]);
        out.emplace_back("m");
      } else {
        out.push_back(std::move(word));
      }
    } else {
      if (c == '&') out.emplace_back("and");
      ++at;
    }
  }
  return out;
}

std::vector<std::string> spoken_sentences(std::string_view text) {
  std::vector<std::string> out;
  std::string sentence;
  auto finish = [&] {
    if (std::any_of(sentence.begin(), sentence.end(), [](char c) { return letter(c) || digit(c); })) {
      out.push_back(sentence);
    }
    sentence.clear();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    sentence.push_back(c);
    const bool stop = c == '.' || c == '!' || c == '?' || c == ';' || c == '\n';
    if (stop && (at + 1 == text.size() || std::isspace(static_cast<unsigned char>(text[at + 1])))) finish();
  }
  finish();
  return out;
}

}  // namespace parley
