// SPDX-License-Identifier: Apache-2.0
#include "moments.hpp"

#include <chrono>

namespace parley {
namespace {

std::optional<int> digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool skip(std::string_view& text, char lower, char upper) {
  if (text.empty() || (text.front() != lower && text.front() != upper)) return false;
  text.remove_prefix(1);
  return true;
}
bool skip(std::string_view& text, char c) { return skip(text, c, c); }

// nullopt: wrong.
std::optional<std::chrono::milliseconds> fraction(std::string_view& text) {
  int milliseconds = 0;
  int place = 100;
  std::size_t count = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    milliseconds += place * (text.front() - '0');
    place /= 10;
    ++count;
    text.remove_prefix(1);
  }
  if (count == 0) return std::nullopt;
  return std::chrono::milliseconds{milliseconds};
}

// nullopt: wrong.
std::optional<std::chrono::minutes> offset(std::string_view& text) {
  if (skip(text, 'Z', 'z')) return std::chrono::minutes{0};
  const bool west = !text.empty() && text.front() == '-';
  if (!skip(text, '+', '-')) return std::nullopt;
  const auto hours = digits(text, 2);
  if (!hours || *hours > 23 || !skip(text, ':')) return std::nullopt;
  const auto minutes = digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const std::chrono::minutes span{*hours * 60 + *minutes};
  return west ? -span : span;
}

}  // namespace

std::optional<WallTime> parse_rfc3339(std::string_view text) {
  const auto year = digits(text, 4);
  if (!year || !skip(text, '-')) return std::nullopt;
  const auto month = digits(text, 2);
  if (!month || !skip(text, '-')) return std::nullopt;
  const auto day = digits(text, 2);
  if (!day || !(skip(text, 'T', 't') || skip(text, ' '))) return std::nullopt;
  const auto hour = digits(text, 2);
  if (!hour || *hour > 23 || !skip(text, ':')) return std::nullopt;
  const auto minute = digits(text, 2);
  if (!minute || *minute > 59 || !skip(text, ':')) return std::nullopt;
  const auto second = digits(text, 2);
  if (!second || *second > 60) return std::nullopt;
  std::chrono::milliseconds part{0};
  if (skip(text, '.')) {
    const auto read = fraction(text);
    if (!read) return std::nullopt;
    part = *read;
  }
  const auto east = offset(text);
  if (!east || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const auto clock = std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
  return WallTime{std::chrono::sys_days{date}} + clock + part - *east;
}

}  // namespace parley
