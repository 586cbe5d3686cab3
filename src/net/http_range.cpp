// SPDX-License-Identifier: Apache-2.0
#include "http_range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace parley {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return UINT64_MAX;
  if (error != std::errc{}) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

HttpRange suffix(std::uint64_t wanted, std::uint64_t size) {
  if (wanted == 0 || size == 0) return {HttpRange::Kind::unsatisfiable, 0, 0};
  const auto length = std::min(wanted, size);
  return {HttpRange::Kind::part, size - length, length};
}

}  // namespace

HttpRange parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const HttpRange whole{HttpRange::Kind::whole, 0, size};
  if (!header.starts_with(kUnit)) return whole;
  const auto range = trimmed(header.substr(kUnit.size()));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return whole;
  const auto before = range.substr(0, dash);
  const auto after = range.substr(dash + 1);
  const auto first = number(before);
  const auto last = number(after);
  if (before.empty()) return last ? suffix(*last, size) : whole;
  if (!first || (!after.empty() && !last) || (last && *last < *first)) return whole;
  if (*first >= size) return {HttpRange::Kind::unsatisfiable, 0, 0};
  const auto end = last ? std::min(*last, size - 1) : size - 1;
  return {HttpRange::Kind::part, *first, end - *first + 1};
}

}  // namespace parley
