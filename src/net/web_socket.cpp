// SPDX-License-Identifier: Apache-2.0
// Beast's WebSocket behind our own interface; its templates are instantiated in this file and nowhere else.
#include "parley/net/web_socket.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/circular_buffer.hpp>
#include <deque>
#include <vector>

#include "allowance.hpp"
#include "http_target.hpp"
#include "parley/async/queues.hpp"
#include "parley/async/spawnable.hpp"
#include "parley/async/within.hpp"
#include "parley/net/web_socket_client.hpp"
#include "web_socket_accept.hpp"

namespace parley {
namespace {

using tcp = asio::ip::tcp;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kInbox = 64;  // messages that may wait for receive(); then nothing is read
constexpr std::size_t kPiece = 8 * 1024;
constexpr std::size_t kSpareTexts = 4;
constexpr std::chrono::seconds kHandshake{5};

std::string told(std::uint16_t code, std::string_view reason) {
  return std::to_string(code) + (reason.empty() ? "" : " (" + std::string(reason) + ")");
}

// Everything of one socket. Owners: its WebSocket, and each operation that is under way.
struct Line {
  Line(tcp::socket socket, Clock& time, WebSocketLimits bounds)
      : stream(std::move(socket)),
        clock(time),
        limits(bounds),
        allowance(bounds.messages_per_second, time.now()),
        inbox(kInbox),
        arrived(stream.get_executor()) {}

  void begin() {
    websocket::stream_base::timeout none{websocket::stream_base::none(), websocket::stream_base::none(), false};
    stream.set_option(none);
    stream.read_message_max(limits.message_bytes + kPiece);  // our own limit comes first, and says so
    stream.control_callback([this](websocket::frame_type kind, beast::string_view) {
      ++heard;
      if (!allowance.take(clock.now())) flooded = true;
      if (kind == websocket::frame_type::close) on_peer_closes();
    });
    ErrorCode ignored;
    stream.next_layer().set_option(tcp::no_delay(true), ignored);
    read();
    auto done = [self = me.lock()](const std::exception_ptr&) {};
    auto watching = spawnable(watch(me.lock()));
    asio::co_spawn(stream.get_executor(), std::move(watching),
                   asio::bind_cancellation_slot(watch_ends.slot(), std::move(done)));
  }

  // ---- in

  void read() {
    reading = true;
    stream.async_read_some(incoming, kPiece, [self = me.lock()](const ErrorCode& error, std::size_t) {
      self->reading = false;
      self->on_read(error);
    });
  }

  void on_read(const ErrorCode& error) {
    ++heard;
    if (over) return;
    if (error) return end(read_problem(error));
    if (closing) {  // what is still said does not matter; the other side's close frame ends it
      incoming.consume(incoming.size());
      return read();
    }
    if (flooded) return close(WebSocketClose::policy, "sends too fast");
    if (incoming.size() > limits.message_bytes) {
      return close(WebSocketClose::too_big, "messages may have " + std::to_string(limits.message_bytes) + " bytes");
    }
    if (stream.is_message_done()) {
      if (!allowance.take(clock.now())) return close(WebSocketClose::policy, "sends too fast");
      inbox.push_back(WebSocketMessage(stream.got_text(), beast::buffers_to_string(incoming.data())));
      incoming.consume(incoming.size());
      arrived.wake();
    }
    if (!inbox.full()) read();
  }

  // Beast answers with a close frame and waits for the connection's end; our owner need not.
  void on_peer_closes() {
    if (over || closing) return;
    closing = said_close = peer_closed = true;
    why = "closed by the other side with " + close_reason();
    arrived.wake();
  }

  std::string close_reason() const {
    const auto& reason = stream.reason();
    return told(reason.code, {reason.reason.data(), reason.reason.size()});
  }

  std::string read_problem(const ErrorCode& error) const {
    if (!why.empty()) return why;
    if (error == websocket::error::closed) return "closed by the other side with " + close_reason();
    if (error == asio::error::eof || error == asio::error::connection_reset) return "the connection broke";
    return error.message();
  }

  // ---- out

  bool send(bool text, std::string_view data) {
    if (over || closing) return false;
    if (waiting + data.size() > limits.waiting_bytes) {
      outgoing.clear();
      close(WebSocketClose::policy, "reads too slowly");
      return false;
    }
    auto& place = outgoing.emplace_back(text, std::string());
    if (!spare.empty()) {
      place.data = std::move(spare.back());
      spare.pop_back();
    }
    place.data.assign(data);
    waiting += data.size();
    if (!writing) write();
    return true;
  }

  void write() {
    if (over || outgoing.empty()) return;
    writing = true;
    current = std::move(outgoing.front());
    outgoing.pop_front();
    stream.text(current.text);
    stream.async_write(asio::buffer(current.data), [self = me.lock()](const ErrorCode& error, std::size_t) {
      self->writing = false;
      self->on_written(error);
    });
  }

  void on_written(const ErrorCode& error) {
    waiting -= std::min(waiting, current.data.size());
    if (spare.size() < kSpareTexts) spare.push_back(std::move(current.data));
    if (over) return;
    if (error && !closing) return;  // the reading side knows more, or watch() ends it
    if (!outgoing.empty() && !error) return write();
    if (closing) say_close();
  }

  // ---- the end

  void close(WebSocketClose code, std::string_view reason) {
    if (over || closing) return;
    closing = true;
    // A reason has at most 123 bytes (RFC 6455 §5.5).
    closing_with =
        websocket::close_reason(static_cast<websocket::close_code>(code),
                                beast::string_view(reason.data(), std::min<std::size_t>(reason.size(), 120)));
    why = "closed with " + told(static_cast<std::uint16_t>(code), reason);
    if (!writing) say_close();
  }

  void say_close() {
    if (said_close) return;
    said_close = true;
    stream.async_close(closing_with, [self = me.lock()](const ErrorCode&) { self->end(self->why); });
  }

  void end(std::string reason) {
    if (over) return;
    over = true;
    why = std::move(reason);
    ErrorCode ignored;
    stream.next_layer().close(ignored);
    watch_ends.emit(asio::cancellation_type::terminal);
    arrived.wake();
  }

  // Pings who is quiet, and ends what neither closes nor goes on. Looks once in `closing`.
  static Task<void> watch(std::shared_ptr<Line> line) {
    std::uint64_t heard_then = line->heard;
    Instant quiet_since = line->clock.now();
    bool asked = false;
    int closing_rounds = 0;
    while (!line->over) {
      co_await line->clock.sleep_until(line->clock.now() + line->limits.closing);
      const Instant now = line->clock.now();
      if (line->closing || !line->stream.is_open()) {
        if (++closing_rounds > 1) line->end(line->why.empty() ? "the connection broke" : line->why);
        continue;
      }
      if (line->flooded) line->close(WebSocketClose::policy, "sends too fast");
      if (line->heard != heard_then) {
        heard_then = line->heard;
        quiet_since = now;
        asked = false;
      } else if (now - quiet_since >= line->limits.idle * 2) {
        line->end("no answer to a ping");
      } else if (now - quiet_since >= line->limits.idle && !asked) {
        asked = true;
        line->ping();
      }
    }
  }

  void ping() {
    stream.async_ping({}, [self = me.lock()](const ErrorCode&) {});
  }

  static Task<Result<WebSocketMessage>> receive(std::shared_ptr<Line> line) {
    while (line->inbox.empty() && !line->over && !line->peer_closed) co_await line->arrived.wait();
    if (line->inbox.empty()) co_return Error{Fault::closed, line->why};
    WebSocketMessage message = std::move(line->inbox.front());
    line->inbox.pop_front();
    if (!line->reading && !line->over && !line->closing) line->read();
    co_return message;
  }

  std::weak_ptr<Line> me;                        // for the operations that keep it
  websocket::stream<tcp::socket, false> stream;  // false: no compression; audio is dense already
  Clock& clock;
  const WebSocketLimits limits;

  beast::flat_buffer incoming;
  Allowance allowance;
  boost::circular_buffer<WebSocketMessage> inbox;
  detail::Wakeup arrived;
  std::uint64_t heard = 0;  // messages, pieces of them, and control frames
  bool reading = false;
  bool flooded = false;

  std::deque<WebSocketMessage> outgoing;
  WebSocketMessage current;
  std::vector<std::string> spare;  // written texts, for their memory
  std::size_t waiting = 0;
  bool writing = false;

  asio::cancellation_signal watch_ends;
  websocket::close_reason closing_with;
  bool closing = false;
  bool said_close = false;
  bool peer_closed = false;
  bool over = false;
  std::string why;
};

std::shared_ptr<Line> make_line(tcp::socket socket, Clock& clock, WebSocketLimits limits) {
  auto line = std::make_shared<Line>(std::move(socket), clock, limits);
  line->me = line;
  return line;
}

class BeastWebSocket final : public WebSocket {
 public:
  explicit BeastWebSocket(std::shared_ptr<Line> line) : line_(std::move(line)) { line_->begin(); }
  ~BeastWebSocket() override { line_->end("given up"); }

  Task<Result<WebSocketMessage>> receive() override { return Line::receive(line_); }
  bool send(bool text, std::string_view data) override { return line_->send(text, data); }
  void close(WebSocketClose code, std::string_view reason) override { line_->close(code, reason); }
  bool open() const override { return !line_->over && !line_->closing; }
  std::size_t waiting_bytes() const override { return line_->waiting; }

 private:
  std::shared_ptr<Line> line_;  // shared as said at Line
};

void bound_handshake(websocket::stream<tcp::socket, false>& stream) {
  websocket::stream_base::timeout bound{kHandshake, websocket::stream_base::none(), false};
  stream.set_option(bound);
}

}  // namespace

LooseSocket::~LooseSocket() {
  if (number_ >= 0) ::close(number_);
}

void accept_web_socket(LooseSocket loose, WebSocketHandshake handshake, WebSocketVerdict verdict, Clock& clock) {
  ErrorCode error;
  tcp::socket socket(*verdict.home);
  const int number = loose.take();
  socket.assign(loose.version_6() ? tcp::v6() : tcp::v4(), number, error);
  if (error) {
    ::close(number);
    return;
  }
  auto line = make_line(std::move(socket), clock, verdict.limits);
  bound_handshake(line->stream);
  auto decorate = [id = handshake.request_id, protocol = verdict.protocol](websocket::response_type& response) {
    response.set(beast::http::field::server, "parley");
    if (!id.empty()) response.set("X-Request-Id", id);
    if (!protocol.empty()) response.set(beast::http::field::sec_websocket_protocol, protocol);
  };
  line->stream.set_option(websocket::stream_base::decorator(std::move(decorate)));
  // The request was checked by whoever read it; what Beast needs of it is said again, before the bytes that follow.
  std::string head = "GET / HTTP/1.1\r\nHost: parley\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  head += "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + handshake.key + "\r\n\r\n" + handshake.already_read;
  const auto bytes = asio::buffer(head);  // copied by async_accept before it returns
  line->stream.async_accept(bytes, [line, adopt = std::move(verdict.adopt)](const ErrorCode& failed) {
    if (!failed && adopt) adopt(std::make_unique<BeastWebSocket>(line));
  });
}

namespace {

// within() knows a missed deadline by the exception of the work that gave up.
void rethrow_cancelled(const ErrorCode& error) {
  if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
}

Task<Result<std::unique_ptr<WebSocket>>> connect(HttpAddress address, WebSocketCall call, Clock& clock) {
  const auto home = co_await asio::this_coro::executor;
  const std::string where = address.host + ":" + std::to_string(address.port);
  ErrorCode error;
  tcp::resolver resolver(home);
  const std::string port = std::to_string(address.port);
  const auto found =
      co_await resolver.async_resolve(address.host, port, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  if (error) co_return Error{Fault::unavailable, where + " cannot be looked up: " + error.message()};
  tcp::socket socket(home);
  error = asio::error::host_not_found;
  for (const auto& entry : found) {
    ErrorCode ignored;
    socket.close(ignored);
    co_await socket.async_connect(entry.endpoint(), asio::redirect_error(asio::use_awaitable, error));
    rethrow_cancelled(error);
    if (!error) break;
  }
  if (error) co_return Error{Fault::unavailable, where + " cannot be reached: " + error.message()};

  auto line = make_line(std::move(socket), clock, call.limits);
  bound_handshake(line->stream);
  auto decorate = [&call](websocket::request_type& request) {
    for (const auto& [name, value] : call.headers.entries()) request.set(name, value);
  };
  line->stream.set_option(websocket::stream_base::decorator(decorate));
  websocket::response_type response;
  co_await line->stream.async_handshake(response, address.host_field, address.target,
                                        asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  if (error == websocket::error::upgrade_declined) {
    std::string answer = std::to_string(response.result_int()) + " " + std::string(response.body()).substr(0, 300);
    co_return Error{Fault::closed, call.url + " answered " + answer};
  }
  if (error) co_return Error{Fault::unavailable, call.url + " did not become a WebSocket: " + error.message()};
  line->stream.set_option(websocket::stream_base::decorator([](websocket::request_type&) {}));
  std::unique_ptr<WebSocket> made = std::make_unique<BeastWebSocket>(line);
  co_return made;
}

}  // namespace

Task<Result<std::unique_ptr<WebSocket>>> connect_web_socket(WebSocketCall call, Clock& clock) {
  std::optional<HttpAddress> address;
  if (call.url.starts_with("ws://")) address = parse_http_address("http" + call.url.substr(2));
  if (!address) {
    co_return Error{Fault::invalid_input, "'" + call.url + "' is not of the form ws://HOST[:PORT]/PATH"};
  }
  auto work = connect(std::move(*address), call, clock);
  auto made = co_await within(clock, call.deadline, std::move(work));
  if (!made) co_return Error{Fault::timed_out, "no answer from " + call.url + " in time"};
  co_return std::move(*made);
}

}  // namespace parley
