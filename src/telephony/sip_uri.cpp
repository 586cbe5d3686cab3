// SPDX-License-Identifier: Apache-2.0
#include "sip_uri.hpp"

#include <algorithm>

#include "header_text.hpp"

namespace parley::sip {
namespace {

constexpr std::string_view kVisualSeparators = "-.() ";

// Splits "host:port" or "[v6]:port" into `uri`; false when malformed.
bool read_host_port(std::string_view text, SipUri& uri) {
  std::string_view port;
  if (!text.empty() && text.front() == '[') {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    uri.host = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (!text.empty() && text.front() != ':') return false;
    if (!text.empty()) port = text.substr(1);
  } else {
    const auto colon = text.find(':');
    uri.host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  if (uri.host.empty() || uri.host.find_first_of(" \t\r\n<>\"") != std::string::npos) return false;
  if (port.empty()) return true;
  const auto number = whole_number(port);
  if (!number || *number > 65535) return false;
  uri.port = static_cast<std::uint16_t>(*number);
  return true;
}

}  // namespace

std::optional<SipUri> parse_uri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  SipUri uri;
  uri.scheme = text.substr(0, colon);
  std::transform(uri.scheme.begin(), uri.scheme.end(), uri.scheme.begin(),
                 [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
  auto rest = text.substr(colon + 1);
  if (rest.empty()) return std::nullopt;
  if (uri.scheme != "sip" && uri.scheme != "sips") {
    const auto semicolon = rest.find(';');
    uri.user = rest.substr(0, semicolon);
    if (semicolon != std::string_view::npos) uri.parameters = rest.substr(semicolon + 1);
    return uri;
  }
  // Up to the first '@' it is the user, which may itself hold ';' and '?'.
  if (const auto at = rest.find('@'); at != std::string_view::npos) {
    const auto user = rest.substr(0, at);
    uri.user = user.substr(0, user.find(':'));
    rest.remove_prefix(at + 1);
  }
  rest = rest.substr(0, rest.find('?'));
  const auto semicolon = rest.find(';');
  if (semicolon != std::string_view::npos) uri.parameters = rest.substr(semicolon + 1);
  if (!read_host_port(rest.substr(0, semicolon), uri)) return std::nullopt;
  return uri;
}

std::optional<NameAddress> parse_name_address(std::string_view text) {
  text = trimmed(text);
  NameAddress address;
  std::size_t at = 0;
  if (!text.empty() && text.front() == '"') {  // a quoted display name may hold '<'
    for (at = 1; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
    }
    if (at >= text.size()) return std::nullopt;
  }
  const auto open = text.find('<', at);
  if (open == std::string_view::npos) {
    if (at != 0) return std::nullopt;
    const auto semicolon = text.find(';');
    address.uri = trimmed(text.substr(0, semicolon));
    if (semicolon != std::string_view::npos) address.parameters = trimmed(text.substr(semicolon + 1));
  } else {
    const auto close = text.find('>', open);
    if (close == std::string_view::npos) return std::nullopt;
    address.uri = trimmed(text.substr(open + 1, close - open - 1));
    const auto rest = trimmed(text.substr(close + 1));
    if (!rest.empty() && rest.front() == ';') address.parameters = trimmed(rest.substr(1));
  }
  if (address.uri.empty()) return std::nullopt;
  return address;
}

std::string number_of_user(std::string_view user) {
  auto number = percent_decoded(user.substr(0, user.find(';')));
  number.erase(0, std::min(number.find_first_not_of(kVisualSeparators), number.size()));
  return number;
}

}  // namespace parley::sip
