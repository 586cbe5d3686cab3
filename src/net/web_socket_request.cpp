// SPDX-License-Identifier: Apache-2.0
#include "web_socket_request.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace parley {
namespace {

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// 16 bytes in base64: 22 characters and two of padding.
bool key_like(std::string_view key) {
  return key.size() == 24 && key.ends_with("==") && std::all_of(key.begin(), key.end() - 2, [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '+' || c == '/';
         });
}

WebSocketRequest refused(unsigned status, std::string code, std::string detail) {
  WebSocketRequest answer;
  answer.problem = HttpProblem(status, std::move(code), std::move(detail));
  return answer;
}

}  // namespace

bool has_token(std::string_view header, std::string_view token) {
  while (!header.empty()) {
    const auto end = std::min(header.find(','), header.size());
    if (same_word(trimmed(header.substr(0, end)), token)) return true;
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return false;
}

WebSocketRequest check_web_socket_request(const HttpRequest& request, bool version_1_0) {
  const auto& headers = request.headers;
  if (version_1_0 || !has_token(headers.get("Upgrade"), "websocket") ||
      !has_token(headers.get("Connection"), "upgrade")) {
    return refused(426, "upgrade_required", "Only WebSockets (RFC 6455) are served at this path.");
  }
  if (trimmed(headers.get("Sec-WebSocket-Version")) != "13") {
    return refused(426, "web_socket_version", "Version 13 of the WebSocket protocol is spoken here.");
  }
  const auto key = trimmed(headers.get("Sec-WebSocket-Key"));
  if (!key_like(key)) {
    return refused(400, "malformed_request", "Sec-WebSocket-Key is missing or is not 16 bytes in base64.");
  }
  if (!request.body.empty()) return refused(400, "malformed_request", "A request for a WebSocket has no body.");
  WebSocketRequest answer;
  answer.key = std::string(key);
  return answer;
}

}  // namespace parley
