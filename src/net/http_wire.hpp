// SPDX-License-Identifier: Apache-2.0
// A connection of ours to a server, plain or by TLS, and the text of a request.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <string>

#include "http_target.hpp"
#include "parley/net/http_client.hpp"

namespace parley {

struct HttpWire {
  explicit HttpWire(const Executor& home) : socket(home) {}

  asio::ip::tcp::socket socket;
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> secured;
};

// nullopt: a method or header that would break out of its line.
std::optional<std::string> request_text(const HttpClientCall& call, const HttpAddress& address);

// within() knows a missed deadline by the exception of the work that gave up.
void rethrow_cancelled(const boost::system::error_code& error);
Error unreachable(const HttpAddress& address, const char* what, const boost::system::error_code& error);

// Whose certificates are good.
struct HttpClient::Trust {
  asio::ssl::context context{asio::ssl::context::tls_client};
};

// A call that can be sent.
struct HttpErrand {
  HttpAddress address;
  std::string request;
  std::shared_ptr<HttpClient::Trust> trust;  // owners: the client, and calls under way; null: without TLS
  bool public_only = false;
};
// Looks up, connects, and agrees on TLS when the errand has `trust`. Cancellation is thrown.
Task<Result<void>> dial(HttpWire& wire, const HttpErrand& errand);
Result<HttpErrand> errand_of(const HttpClientCall& call, std::shared_ptr<HttpClient::Trust> trust);

}  // namespace parley
