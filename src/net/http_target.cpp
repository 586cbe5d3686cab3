// SPDX-License-Identifier: Apache-2.0
#include "http_target.hpp"

#include <algorithm>
#include <charconv>

namespace parley {
namespace {

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto part = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (part.empty()) continue;
    const auto equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), true);
    auto value = percent_decode(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

bool host_characters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == ':' || c == '_';
  });
}

}  // namespace

std::optional<HttpTarget> parse_target(std::string_view target) {
  if (target.starts_with("http://") || target.starts_with("https://")) {
    const auto path = target.find_first_of("/?", target.find("//") + 2);
    if (path == std::string_view::npos || target[path] == '?') return std::nullopt;
    target = target.substr(path);
  }
  target = target.substr(0, target.find('#'));
  if (!target.starts_with('/')) return std::nullopt;
  const auto question = target.find('?');
  auto path = percent_decode(target.substr(0, question), false);
  if (!path || path->find('\0') != std::string::npos) return std::nullopt;
  HttpTarget parsed;
  parsed.path = std::move(*path);
  if (question != std::string_view::npos) {
    auto query = parse_query(target.substr(question + 1));
    if (!query) return std::nullopt;
    parsed.query = std::move(*query);
  }
  return parsed;
}

std::optional<HttpAddress> parse_http_address(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  url = url.substr(0, url.find('#'));
  const auto end = url.find_first_of("/?");
  const auto authority = url.substr(0, end);
  HttpAddress address;
  address.host_field = authority;
  address.target = end == std::string_view::npos ? "/" : std::string(url.substr(end));
  if (address.target.front() == '?') address.target.insert(0, "/");
  const bool visible =
      std::all_of(address.target.begin(), address.target.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (!visible) return std::nullopt;

  std::string_view host = authority;
  std::string_view port;
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    port = authority.substr(colon + 1);
    const auto [stop, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc{} || stop != port.data() + port.size() || address.port == 0) return std::nullopt;
  }
  if (bracket != std::string_view::npos) {
    if (!host.starts_with('[') || !host.ends_with(']')) return std::nullopt;
    host = host.substr(1, host.size() - 2);
  }
  if (host.empty() || !host_characters(host)) return std::nullopt;
  address.host = host;
  return address;
}

}  // namespace parley
