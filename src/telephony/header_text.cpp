// SPDX-License-Identifier: Apache-2.0
#include "header_text.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <limits>

namespace parley::sip {
namespace {

constexpr char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

constexpr bool is_space(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }

constexpr int hex_digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  const char small = lower(letter);
  if (small >= 'a' && small <= 'f') return small - 'a' + 10;
  return -1;
}

// Length of the item at the start of `text`, up to `separator` outside quotes and angle brackets.
std::size_t item_length(std::string_view text, char separator) {
  bool quoted = false;
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (quoted) {
      if (letter == '\\') {
        ++at;
      } else if (letter == '"') {
        quoted = false;
      }
    } else if (letter == '"') {
      quoted = true;
    } else if (letter == '<') {
      ++depth;
    } else if (letter == '>') {
      --depth;
    } else if (letter == separator && depth <= 0) {
      return at;
    }
  }
  return text.size();
}

std::array<unsigned char, 16> ip_bytes(int family, std::string_view host, bool& valid) {
  std::array<unsigned char, 16> bytes{};
  valid = inet_pton(family, std::string(host).c_str(), bytes.data()) == 1;
  return bytes;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool same_token(std::string_view left, std::string_view right) {
  return left.size() == right.size() && starts_with_token(left, right);
}

bool starts_with_token(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (std::size_t at = 0; at < prefix.size(); ++at) {
    if (lower(text[at]) != lower(prefix[at])) return false;
  }
  return true;
}

std::vector<std::string_view> split_list(std::string_view value) {
  std::vector<std::string_view> items;
  while (!value.empty()) {
    const auto length = item_length(value, ',');
    const auto item = trimmed(value.substr(0, length));
    if (!item.empty()) items.push_back(item);
    value.remove_prefix(std::min(value.size(), length + 1));
  }
  return items;
}

std::optional<std::string_view> parameter(std::string_view parameters, std::string_view name) {
  while (!parameters.empty()) {
    const auto length = item_length(parameters, ';');
    const auto item = parameters.substr(0, length);
    parameters.remove_prefix(std::min(parameters.size(), length + 1));
    const auto equals = item.find('=');
    if (!same_token(trimmed(item.substr(0, equals)), name)) continue;
    if (equals == std::string_view::npos) return std::string_view{};
    auto value = trimmed(item.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return value;
  }
  return std::nullopt;
}

std::string without_parameter(std::string_view parameters, std::string_view name) {
  std::string kept;
  bool first = true;
  while (!parameters.empty()) {
    const auto length = item_length(parameters, ';');
    const auto item = parameters.substr(0, length);
    parameters.remove_prefix(std::min(parameters.size(), length + 1));
    const bool dropped = !first && same_token(trimmed(item.substr(0, item.find('='))), name);
    if (!dropped) {
      if (!first) kept += ';';
      kept += item;
    }
    first = false;
  }
  return kept;
}

std::string percent_decoded(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      const int high = hex_digit(text[at + 1]);
      const int low = hex_digit(text[at + 2]);
      if (high >= 0 && low >= 0) {
        plain += static_cast<char>(high * 16 + low);
        at += 2;
        continue;
      }
    }
    plain += text[at];
  }
  return plain;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
  if (text.empty() || text.size() > 10) return std::nullopt;
  std::uint64_t number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  if (number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

bool is_ipv6_address(std::string_view host) {
  bool valid = false;
  ip_bytes(AF_INET6, host, valid);
  return valid;
}

bool is_ip_address(std::string_view host) {
  bool valid = false;
  ip_bytes(AF_INET, host, valid);
  return valid || is_ipv6_address(host);
}

bool is_private_address(std::string_view host) {
  bool valid = false;
  const auto four = ip_bytes(AF_INET, host, valid);
  if (valid) {
    return four[0] == 10 || four[0] == 127 || (four[0] == 172 && (four[1] & 0xF0) == 16) ||
           (four[0] == 192 && four[1] == 168) || (four[0] == 100 && (four[1] & 0xC0) == 64) ||
           (four[0] == 169 && four[1] == 254);
  }
  const auto six = ip_bytes(AF_INET6, host, valid);
  if (!valid) return false;
  constexpr std::array<unsigned char, 16> kLoopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  return six == kLoopback || (six[0] & 0xFE) == 0xFC || (six[0] == 0xFE && (six[1] & 0xC0) == 0x80);
}

std::string host_port(std::string_view host, std::uint16_t port) {
  std::string text;
  const bool six = host.find(':') != std::string_view::npos;
  if (six) text += '[';
  text += host;
  if (six) text += ']';
  if (port != 0) {
    text += ':';
    text += std::to_string(port);
  }
  return text;
}

}  // namespace parley::sip
