// SPDX-License-Identifier: Apache-2.0
// One WebSocket (RFC 6455) as the server or a client holds it; no type of the WebSocket library is here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "parley/async/task.hpp"
#include "parley/core/result.hpp"
#include "parley/net/http_message.hpp"

namespace parley {

struct WebSocketMessage {
  WebSocketMessage() = default;
  WebSocketMessage(bool is_text, std::string bytes) : text(is_text), data(std::move(bytes)) {}

  bool text = true;  // else binary
  std::string data;
};

// Close codes of RFC 6455 that we use.
enum class WebSocketClose : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported = 1003,
  bad_payload = 1007,
  policy = 1008,
  too_big = 1009,
  internal_error = 1011,
  try_again_later = 1013,
};

struct WebSocketLimits {
  std::size_t message_bytes = 64 * 1024;  // a longer one closes the socket with too_big
  // Bytes that may wait for a slow reader; more closes the socket with policy ("reads too slowly").
  std::size_t waiting_bytes = 256 * 1024;
  std::chrono::milliseconds idle{30000};    // then a ping; no answer within as long again: closed
  std::chrono::milliseconds closing{2000};  // for the other side's close frame
  double messages_per_second = 400;         // sustained, with a burst of two seconds; more closes with policy
};

// Used on the one executor that it was made for. Destruction drops the connection.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  // The next message. An Error tells that the socket is closed and why (its message is for people); then always.
  // One receive() at a time. Cancellation throws operation_aborted.
  virtual Task<Result<WebSocketMessage>> receive() = 0;
  // Queues; false once the socket is closed, or is being closed because the other side reads too slowly.
  virtual bool send(bool text, std::string_view data) = 0;
  // Starts the closing handshake after what is queued; receive() ends when it is done or its time is over.
  virtual void close(WebSocketClose code, std::string_view reason) = 0;
  virtual bool open() const = 0;
  virtual std::size_t waiting_bytes() const = 0;  // not yet taken by the operating system
};

// What a route answers to a request for an upgrade: an HTTP response in its place, or an executor to live on.
struct WebSocketVerdict {
  WebSocketVerdict() = default;

  std::optional<HttpResponse> refusal;  // when set, the rest does not matter
  std::optional<Executor> home;         // single-threaded; may be another thread than the server's
  WebSocketLimits limits;
  std::string protocol;  // Sec-WebSocket-Protocol to agree on; empty: none
  // On `home`, once the handshake is done. Never called when it fails.
  std::function<void(std::unique_ptr<WebSocket>)> adopt;
};

// Runs on the server's executor, with method GET, headers, path parameters and query; must not block.
using WebSocketGate = std::function<WebSocketVerdict(const HttpRequest&)>;

}  // namespace parley
