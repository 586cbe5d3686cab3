// SPDX-License-Identifier: Apache-2.0
// The calling side of a WebSocket, without TLS: for the simulated caller and for tests.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "parley/async/clock.hpp"
#include "parley/net/web_socket.hpp"

namespace parley {

struct WebSocketCall {
  WebSocketCall() = default;
  WebSocketCall(std::string address, Instant until) : url(std::move(address)), deadline(until) {}

  std::string url;  // ws://HOST[:PORT][/PATH][?QUERY]
  HttpHeaders headers;
  Instant deadline{};  // for look-up, connection and handshake
  WebSocketLimits limits;
};

// The socket lives on the awaiting coroutine's executor. Fault::closed: an HTTP answer came instead; the message begins
// with its status behind "answered ".
Task<Result<std::unique_ptr<WebSocket>>> connect_web_socket(WebSocketCall call, Clock& clock);

}  // namespace parley
