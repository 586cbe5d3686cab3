// SPDX-License-Identifier: Apache-2.0
#include "http_connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "parley/async/within.hpp"

namespace parley {
namespace {

using tcp = asio::ip::tcp;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::size_t kPiece = 64 * 1024;
constexpr auto kLinger = std::chrono::seconds{1};

HttpProblem problem_of(const boost::system::error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return {431, "headers_too_large", "The request's headers are too large."};
  }
  if (error == http::error::body_limit) return {413, "body_too_large", "The request's body is too large."};
  if (error == http::error::bad_version) return {505, "version_not_supported", "HTTP/1.1 is spoken here."};
  return {400, "malformed_request", "The request is not HTTP/1.1: " + error.message() + "."};
}

// Bytes came that are no request, in contrast to a connection that ended.
bool malformed(const boost::system::error_code& error) {
  const auto& of_http = http::make_error_code(http::error::bad_target).category();
  return error.category() == of_http && error != http::error::end_of_stream && error != http::error::partial_message;
}

// within() knows a missed deadline by the exception of the work that gave up.
void rethrow_cancelled(const boost::system::error_code& error) {
  if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
}

}  // namespace

struct HttpConnection::Incoming {
  http::request_parser<http::string_body> parser;
};

HttpConnection::HttpConnection(tcp::socket socket, Clock& clock, HttpLimits limits)
    : socket_(std::move(socket)), clock_(clock), limits_(limits), buffer_(limits.header_bytes + kPiece) {
  boost::system::error_code error;
  socket_.set_option(tcp::no_delay(true), error);
  const auto endpoint = socket_.remote_endpoint(error);
  if (!error) peer_ = endpoint.address().to_string() + ":" + std::to_string(endpoint.port());
}

Task<HttpReading> HttpConnection::read_request() {
  HttpReading reading;
  if (buffer_.size() == 0) {
    idle_ = true;
    idle_since_ = clock_.now();
    const auto first_byte = co_await within(clock_, clock_.now() + limits_.idle, read_some());
    idle_ = false;
    if (!first_byte || *first_byte) co_return reading;
  }
  Incoming incoming;
  incoming.parser.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
  incoming.parser.body_limit(limits_.body_bytes);
  const auto error = co_await read_whole(incoming);
  reading.request.peer = peer_;
  if (!error) {
    reading.end = HttpReading::End::problem;
    reading.problem = HttpProblem(408, "request_timeout", "The request did not arrive in time.");
  } else if (!*error) {
    take(incoming, reading);
  } else if (malformed(*error)) {
    reading.end = HttpReading::End::problem;
    reading.problem = problem_of(*error);
  }
  co_return reading;
}

// nullopt: too slow.
Task<std::optional<boost::system::error_code>> HttpConnection::read_whole(Incoming& incoming) {
  const Instant deadline = clock_.now() + limits_.read;
  auto error = co_await within(clock_, deadline, read_head(incoming));
  if (!error || *error) co_return error;
  const auto& head = incoming.parser.get();
  if (!incoming.parser.is_done() && beast::iequals(head[http::field::expect], "100-continue")) {
    error = co_await within(clock_, deadline, write_piece("HTTP/1.1 100 Continue\r\n\r\n"));
    if (!error || *error) co_return error;
  }
  error = co_await within(clock_, deadline, read_body(incoming));
  co_return error;
}

void HttpConnection::take(Incoming& incoming, HttpReading& reading) {
  reading.end = HttpReading::End::request;
  reading.keep_alive = incoming.parser.keep_alive();
  auto message = incoming.parser.release();
  reading.version_1_0 = message.version() < 11;
  auto& request = reading.request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) request.headers.add(std::string(field.name_string()), std::string(field.value()));
  request.body = std::move(message.body());
}

Task<boost::system::error_code> HttpConnection::read_some() {
  ErrorCode error;
  const auto space = buffer_.prepare(4096);
  const auto length = co_await socket_.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
  buffer_.commit(length);
  rethrow_cancelled(error);
  co_return error;
}

Task<boost::system::error_code> HttpConnection::read_head(Incoming& incoming) {
  ErrorCode error;
  co_await http::async_read_header(socket_, buffer_, incoming.parser, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  co_return error;
}

Task<boost::system::error_code> HttpConnection::read_body(Incoming& incoming) {
  ErrorCode error;
  co_await http::async_read(socket_, buffer_, incoming.parser, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  co_return error;
}

Task<bool> HttpConnection::write(std::string_view text) {
  while (!text.empty()) {
    const auto piece = text.substr(0, kPiece);
    const auto error = co_await within(clock_, clock_.now() + limits_.write, write_piece(piece));
    if (!error || *error) {
      lost_ = true;
      co_return false;
    }
    text.remove_prefix(piece.size());
  }
  co_return true;
}

void HttpConnection::write_at_once(std::string_view text) {
  ErrorCode ignored;
  socket_.non_blocking(true, ignored);
  socket_.write_some(asio::buffer(text.data(), text.size()), ignored);
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

Task<boost::system::error_code> HttpConnection::write_piece(std::string_view piece) {
  ErrorCode error;
  const auto bytes = asio::buffer(piece.data(), piece.size());
  co_await asio::async_write(socket_, bytes, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  co_return error;
}

Task<void> HttpConnection::close_gently() {
  ErrorCode error;
  if (lost_) {
    // Nobody reads what is still queued: drop it with a reset, or the kernel would keep it for minutes.
    socket_.set_option(asio::socket_base::linger(true, 0), error);
    socket_.close(error);
    co_return;
  }
  socket_.shutdown(tcp::socket::shutdown_send, error);
  const Instant deadline = clock_.now() + kLinger;
  for (std::size_t rounds = 0; rounds < 256 && !error; ++rounds) {
    buffer_.clear();
    const auto read = co_await within(clock_, deadline, read_some());
    if (!read || *read) break;
  }
}

LooseSocket HttpConnection::release(std::string& already_read) {
  already_read = beast::buffers_to_string(buffer_.data());
  buffer_.clear();
  ErrorCode error;
  const bool version_6 = socket_.local_endpoint(error).protocol() == tcp::v6();
  return {socket_.release(error), version_6};
}

void HttpConnection::abandon() {
  ErrorCode ignored;
  socket_.close(ignored);
}

}  // namespace parley
