// SPDX-License-Identifier: Apache-2.0
#include "http_wire.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "public_address.hpp"

namespace parley {
namespace {

using tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

bool one_line(std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; }

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

}  // namespace

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

void rethrow_cancelled(const ErrorCode& error) {
  if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
}

Error unreachable(const HttpAddress& address, const char* what, const ErrorCode& error) {
  const std::string where = address.host + ":" + std::to_string(address.port);
  return Error{Fault::unavailable, where + " " + what + ": " + error.message()};
}

Task<Result<void>> dial(HttpWire& wire, const HttpErrand& errand) {
  const auto& address = errand.address;
  ErrorCode error;
  tcp::resolver resolver(wire.socket.get_executor());
  const std::string port = std::to_string(address.port);
  const auto found =
      co_await resolver.async_resolve(address.host, port, asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  if (error) co_return unreachable(address, "cannot be looked up", error);
  // The very addresses that are connected to, so that a name cannot lead elsewhere in between.
  const bool inside =
      std::any_of(found.begin(), found.end(), [](const auto& entry) { return !is_public(entry.endpoint().address()); });
  if (errand.public_only && inside) {
    co_return Error{Fault::invalid_input, address.host + " is an address of a private network"};
  }
  error = co_await connect_any(wire.socket, found);
  if (error) co_return unreachable(address, "cannot be reached", error);
  if (!errand.trust) co_return Result<void>();
  wire.secured.emplace(wire.socket, errand.trust->context);
  // SSL_set_tlsext_host_name() is a macro with an old-style cast. The library only reads the name.
  SSL_ctrl(wire.secured->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
           const_cast<char*>(address.host.c_str()));
  wire.secured->set_verify_callback(asio::ssl::host_name_verification(address.host));
  co_await wire.secured->async_handshake(asio::ssl::stream_base::client,
                                         asio::redirect_error(asio::use_awaitable, error));
  rethrow_cancelled(error);
  if (error) co_return unreachable(address, "and we agree on no TLS", error);
  co_return Result<void>();
}

Result<HttpErrand> errand_of(const HttpClientCall& call, std::shared_ptr<HttpClient::Trust> trust) {
  const bool tls = call.url.starts_with("https://");
  auto address = parse_http_address(tls ? "http" + call.url.substr(5) : call.url);
  if (!address) return Error{Fault::invalid_input, "'" + call.url + "' is not of the form http://HOST[:PORT]/PATH"};
  // Without a port of its own the field names the host alone.
  if (tls && address->port == 80 && !address->host_field.ends_with(":80")) address->port = 443;
  if (tls && !trust) return Error{Fault::unsupported, "no authorities are trusted for '" + call.url + "'"};
  auto request = request_text(call, *address);
  if (!request) return Error{Fault::invalid_input, "method or header with a line break"};
  return HttpErrand{std::move(*address), std::move(*request), tls ? std::move(trust) : nullptr, call.public_only};
}

}  // namespace parley
