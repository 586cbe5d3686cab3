// SPDX-License-Identifier: Apache-2.0
// One client's connection: requests in, bytes out, each with its deadline. The server's only place for Beast.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/net/http_message.hpp"
#include "web_socket_accept.hpp"

namespace parley {

struct HttpLimits {
  std::size_t header_bytes;
  std::size_t body_bytes;
  std::chrono::milliseconds idle;
  std::chrono::milliseconds read;
  std::chrono::milliseconds write;
};

// What came of reading one request.
struct HttpReading {
  enum class End { request, closed, problem };

  HttpReading() = default;

  End end = End::closed;  // closed: nothing is to be answered
  HttpRequest request;    // method, target, headers, body, peer
  HttpProblem problem;
  bool keep_alive = false;
  bool version_1_0 = false;
};

class HttpConnection {
 public:
  HttpConnection(asio::ip::tcp::socket socket, Clock& clock, HttpLimits limits);

  Task<HttpReading> read_request();
  // In pieces, each with its own deadline; false when the client is gone or too slow.
  Task<bool> write(std::string_view text);
  // What fits into the socket's empty buffer, without waiting; nothing can be written after it.
  void write_at_once(std::string_view text);
  // Reads unread bytes away for a while: closing over them would send RST and may destroy an answer on its way.
  Task<void> close_gently();
  // Gives the socket away, with what was read behind the last request: a WebSocket goes on with both elsewhere.
  LooseSocket release(std::string& already_read);
  // Ends whatever is under way.
  void abandon();

  // Between requests: may be abandoned without harm.
  bool idle() const { return idle_ && socket_.is_open(); }
  Instant idle_since() const { return idle_since_; }
  std::string_view host() const { return std::string_view(peer_).substr(0, peer_.rfind(':')); }

 private:
  using ErrorCode = boost::system::error_code;
  struct Incoming;  // Beast's parser

  Task<ErrorCode> read_some();
  Task<ErrorCode> read_head(Incoming& incoming);
  Task<ErrorCode> read_body(Incoming& incoming);
  Task<ErrorCode> write_piece(std::string_view piece);
  Task<std::optional<ErrorCode>> read_whole(Incoming& incoming);
  void take(Incoming& incoming, HttpReading& reading);

  asio::ip::tcp::socket socket_;
  Clock& clock_;
  const HttpLimits limits_;
  boost::beast::flat_buffer buffer_;
  std::string peer_;
  bool idle_ = false;
  bool lost_ = false;  // a write failed or took too long
  Instant idle_since_{};
};

}  // namespace parley
