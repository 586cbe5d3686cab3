// SPDX-License-Identifier: Apache-2.0
#include "parley/net/http_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http_target.hpp"
#include "parley/async/within.hpp"

namespace parley {
namespace {

using tcp = asio::ip::tcp;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = asio::ssl;
using ErrorCode = boost::system::error_code;

constexpr std::uint32_t kHeaderBytes = 64 * 1024;

bool one_line(std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; }

// nullopt: a header that would break out of its line.
std::optional<std::string> request_text(const HttpClientCall& call, const HttpAddress& address) {
  if (!one_line(call.method) || call.method.empty()) return std::nullopt;
  std::string text = call.method + " " + address.target + " HTTP/1.1\r\nHost: " + address.host_field + "\r\n";
  for (const auto& [name, value] : call.headers.entries()) {
    if (!one_line(name) || !one_line(value)) return std::nullopt;
    text += name + ": " + value + "\r\n";
  }
  if (!call.body.empty() || (call.method != "GET" && call.method != "HEAD")) {
    text += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
  }
  return text + "Connection: close\r\n\r\n" + call.body;
}

// within() knows a missed deadline by the exception of the work that gave up.
void rethrow_cancelled(const ErrorCode& error) {
  if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
}

Error unavailable(const HttpAddress& address, const char* what, const ErrorCode& error) {
  const std::string where = address.host + ":" + std::to_string(address.port);
  return Error{Fault::unavailable, where + " " + what + ": " + error.message()};
}

Task<ErrorCode> connect_any(tcp::socket& socket, const tcp::resolver::results_type& found) {
  ErrorCode error = asio::error::host_not_found;
  for (const auto& entry : found) {
    ErrorCode ignored;
    socket.close(ignored);
    co_await socket.async_connect(entry.endpoint(), asio::redirect_error(asio::use_awaitable, error));
    rethrow_cancelled(error);
    if (!error) break;
  }
  co_return error;
}

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
  if (error) co_return unavailable(address, "gave no whole answer", error);
  auto message = parser.release();
  HttpClientReply reply;
  reply.status = message.result_int();
  for (const auto& field : message) reply.headers.add(std::string(field.name_string()), std::string(field.value()));
  reply.body = std::move(message.body());
  co_return reply;
}

// `trust` null: without TLS.
Task<Result<HttpClientReply>> exchange(HttpAddress address, std::string request, bool head_only, std::size_t body_limit,
                                       ssl::context* trust) {
  const auto home = co_await asio::this_coro::executor;
  ErrorCode error;
  tcp::resolver resolver(home);
  const std::string port = std::to_string(address.port);
  const auto found =
      co_await resolver.async_resolve(address.host, port, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  if (error) co_return unavailable(address, "cannot be looked up", error);
  tcp::socket socket(home);
  error = co_await connect_any(socket, found);
  if (error) co_return unavailable(address, "cannot be reached", error);
  if (trust == nullptr) {
    auto reply = co_await talk(socket, address, request, head_only, body_limit);
    co_return reply;
  }
  ssl::stream<tcp::socket&> secured(socket, *trust);
  // SSL_set_tlsext_host_name() is a macro with an old-style cast. The library only reads the name.
  SSL_ctrl(secured.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           const_cast<char*>(address.host.c_str()));
  secured.set_verify_callback(ssl::host_name_verification(address.host));
  co_await secured.async_handshake(ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  if (error) co_return unavailable(address, "and we agree on no TLS", error);
  auto reply = co_await talk(secured, address, request, head_only, body_limit);
  co_return reply;
}

}  // namespace

struct HttpClient::Trust {
  ssl::context context{ssl::context::tls_client};
};

Result<void> HttpClient::trust(const std::string& authorities_file) {
  auto trust = std::make_shared<Trust>();
  ErrorCode error;
  if (authorities_file.empty()) {
    trust->context.set_default_verify_paths(error);
  } else {
    trust->context.load_verify_file(authorities_file, error);
  }
  if (error) return Error{Fault::unavailable, "no certificates of authorities: " + error.message()};
  trust->context.set_verify_mode(ssl::verify_peer);
  trust_ = std::move(trust);
  return {};
}

Task<Result<HttpClientReply>> HttpClient::send(HttpClientCall call) {
  const bool tls = call.url.starts_with("https://");
  auto address = parse_http_address(tls ? "http" + call.url.substr(5) : call.url);
  if (!address) {
    co_return Error{Fault::invalid_input, "'" + call.url + "' is not of the form http://HOST[:PORT]/PATH"};
  }
  // Without a port of its own the field names the host alone.
  if (tls && address->port == 80 && !address->host_field.ends_with(":80")) address->port = 443;
  const auto trust = trust_;
  if (tls && !trust) co_return Error{Fault::unsupported, "no authorities are trusted for '" + call.url + "'"};
  auto request = request_text(call, *address);
  if (!request) co_return Error{Fault::invalid_input, "method or header with a line break"};
  auto work =
      exchange(*address, std::move(*request), call.method == "HEAD", call.body_limit, tls ? &trust->context : nullptr);
  auto reply = co_await within(clock_, call.deadline, std::move(work));
  if (!reply) co_return Error{Fault::timed_out, "no answer from " + call.url + " in time"};
  co_return std::move(*reply);
}

}  // namespace parley
