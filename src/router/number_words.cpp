// SPDX-License-Identifier: Apache-2.0
#include "number_words.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace parley {
namespace {

constexpr std::array<std::string_view, 20> kOnes = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens = {"",      "",      "twenty",  "thirty", "forty",
                                                    "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 20> kOrdinals = {
    "zeroth",     "first",     "second",    "third",       "fourth",     "fifth",     "sixth",
    "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",   "thirteenth",
    "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};
constexpr std::array<std::string_view, 10> kTensOrdinals = {
    "", "", "twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"};

using Words = std::vector<std::string>;

std::uint32_t value_of(std::string_view digits) {
  std::uint32_t value = 0;
  for (char digit : digits) value = value * 10 + static_cast<std::uint32_t>(digit - '0');
  return value;
}

void append_below_hundred(std::uint32_t value, Words& out) {
  if (value < 20) {
    out.emplace_back(kOnes[value]);
    return;
  }
  out.emplace_back(kTens[value / 10]);
  if (value % 10 != 0) out.emplace_back(kOnes[value % 10]);
}

void append_value(std::uint32_t value, Words& out) {
  constexpr std::array<std::pair<std::uint32_t, std::string_view>, 3> kScales = {
      {{1'000'000, "million"}, {1'000, "thousand"}, {100, "hundred"}}};
  if (value < 100) return append_below_hundred(value, out);
  for (const auto& [scale, name] : kScales) {
    if (value < scale) continue;
    append_value(value / scale, out);
    out.emplace_back(name);
    if (value % scale != 0) append_value(value % scale, out);
    return;
  }
}

// 1990 → nineteen ninety, 1900 → nineteen hundred, 4505 → forty five oh five.
void append_pairs(std::uint32_t value, Words& out) {
  append_below_hundred(value / 100, out);
  const auto rest = value % 100;
  if (rest == 0) {
    out.emplace_back("hundred");
    return;
  }
  if (rest < 10) out.emplace_back("oh");
  append_below_hundred(rest, out);
}

}  // namespace

void append_digits(std::string_view digits, Words& out) {
  for (char digit : digits) out.emplace_back(kOnes[static_cast<std::size_t>(digit - '0')]);
}

void append_cardinal(std::string_view digits, Words& out) {
  if (digits.size() > 9) return append_digits(digits, out);
  append_value(value_of(digits), out);
}

void append_bare_number(std::string_view digits, Words& out) {
  const bool leading_zero = digits.size() > 1 && digits.front() == '0';
  const bool service_code = digits.size() == 3 && digits.substr(1) == "11";
  if (leading_zero || service_code || digits.size() > 4) return append_digits(digits, out);
  if (digits.size() < 4) return append_cardinal(digits, out);
  const auto value = value_of(digits);
  if (value % 1000 == 0 || value / 10 == 200) return append_value(value, out);
  append_pairs(value, out);
}

bool append_ordinal(std::string_view digits, Words& out) {
  if (digits.size() > 2) return false;
  const auto value = value_of(digits);
  if (value < 20) {
    out.emplace_back(kOrdinals[value]);
  } else if (value % 10 == 0) {
    out.emplace_back(kTensOrdinals[value / 10]);
  } else {
    out.emplace_back(kTens[value / 10]);
    out.emplace_back(kOrdinals[value % 10]);
  }
  return true;
}

}  // namespace parley
