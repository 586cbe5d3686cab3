// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_client.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http_wire.hpp"
#include "parley/async/within.hpp"

namespace parley {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;

constexpr std::uint32_t kHeaderBytes = 64 * 1024;

// Sends over a stream that is connected, and reads the answer.
template <class Stream>
Task<Result<HttpClientReply>> talk(Stream& stream, const HttpAddress& address, const std::string& request,
                                   bool head_only, std::size_t body_limit) {
  ErrorCode error;
  const auto bytes = asio::buffer(request);
  co_await asio::async_write(stream, bytes, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  // A server may refuse and close before it has read everything: its answer counts, so an error here is not the end.
  http::response_parser<http::string_body> parser;
  parser.header_limit(kHeaderBytes);
  parser.body_limit(body_limit);
  parser.skip(head_only);
  beast::flat_buffer buffer;
  co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  if (error == http::error::body_limit) {
    const std::string limit = std::to_string(body_limit);
    co_return Error{Fault::exhausted, address.host + " sent more than " + limit + " bytes"};
  }
  if (error) co_return unreachable(address, "gave no whole answer", error);
  auto message = parser.release();
  HttpClientReply reply;
  reply.status = message.result_int();
  for (const auto& field : message) reply.headers.add(std::string(field.name_string()), std::string(field.value()));
  reply.body = std::move(message.body());
  co_return reply;
}

Task<Result<HttpClientReply>> exchange(HttpErrand errand, bool head_only, std::size_t body_limit) {
  const auto home = co_await asio::this_coro::executor;
  HttpWire wire(home);
  const auto dialled = co_await dial(wire, errand);
  if (!dialled) co_return dialled.error();
  if (!wire.secured) {
    auto reply = co_await talk(wire.socket, errand.address, errand.request, head_only, body_limit);
    co_return reply;
  }
  auto reply = co_await talk(*wire.secured, errand.address, errand.request, head_only, body_limit);
  co_return reply;
}

}  // namespace

Result<void> HttpClient::trust(const std::string& authorities_file) {
  auto trust = std::make_shared<Trust>();
  ErrorCode error;
  if (authorities_file.empty()) {
    trust->context.set_default_verify_paths(error);
  } else {
    trust->context.load_verify_file(authorities_file, error);
  }
  if (error) return Error{Fault::unavailable, "no certificates of authorities: " + error.message()};
  trust->context.set_verify_mode(asio::ssl::verify_peer);
  trust_ = std::move(trust);
  return {};
}

Task<Result<HttpClientReply>> HttpClient::send(HttpClientCall call) {
  auto errand = errand_of(call, trust_);
  if (!errand) co_return errand.error();
  auto work = exchange(std::move(*errand), call.method == "HEAD", call.body_limit);
  auto reply = co_await within(clock_, call.deadline, std::move(work));
  if (!reply) co_return Error{Fault::timed_out, "no answer from " + call.url + " in time"};
  co_return std::move(*reply);
}

}  // namespace parley
