// SPDX-License-Identifier: Apache-2.0
// Whether a request asks for a WebSocket as RFC 6455 §4.2.1 wants it. Pure.
#pragma once

#include <optional>
#include <string>

#include "parley/net/http_message.hpp"

namespace parley {

struct WebSocketRequest {
  WebSocketRequest() = default;

  std::optional<HttpProblem> problem;  // when set, the rest does not matter
  std::string key;                     // Sec-WebSocket-Key: 24 characters of base64
};

WebSocketRequest check_web_socket_request(const HttpRequest& request, bool version_1_0);

// Whether one of the header's comma-separated tokens is `token`, in any case.
bool has_token(std::string_view header, std::string_view token);

}  // namespace parley
