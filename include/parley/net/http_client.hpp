// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 calls, plain or by TLS: for doctor, bench, tools and carriers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/result.hpp"
#include "parley/net/http_message.hpp"

namespace parley {

struct HttpClientCall {
  HttpClientCall() = default;
  HttpClientCall(std::string verb, std::string address, Instant until)
      : method(std::move(verb)), url(std::move(address)), deadline(until) {}

  std::string method = "GET";
  std::string url;  // http:// or https://HOST[:PORT][/PATH][?QUERY]
  HttpHeaders headers;
  std::string body;
  Instant deadline{};  // for everything: look-up, connection, answer
  std::size_t body_limit = 4 * 1024 * 1024;
  bool public_only = false;  // refuses (invalid_input) to connect to private and other special addresses
};

struct HttpClientReply {
  HttpClientReply() = default;

  unsigned status = 0;
  HttpHeaders headers;
  std::string body;
};

// An answer whose body is read as it comes. Destroying it closes the connection. Stays on the loop that asked for it.
class HttpClientStream {
 public:
  virtual ~HttpClientStream() = default;
  virtual unsigned status() const = 0;
  virtual const HttpHeaders& headers() const = 0;
  // The next bytes, at least one; nullopt: the body is complete. Nothing more is read after an Error: unavailable (it
  // was cut), timed_out, exhausted (larger than the call's body_limit).
  virtual Task<Result<std::optional<std::string>>> read(Instant deadline) = 0;
};

// One connection a call; redirects are not followed.
class HttpClient {
 public:
  explicit HttpClient(Clock& clock) : clock_(clock) {}
  // Before the first https:// call, which fails without: whose certificates are good. Reads files. An empty path stands
  // for the system's authorities.
  Result<void> trust(const std::string& authorities_file);
  // Any status is a reply; an Error means that there was none (unavailable, timed_out, exhausted, invalid_input).
  Task<Result<HttpClientReply>> send(HttpClientCall call);
  // Ends with the head of the answer; the call's deadline is for that. The client outlives the stream.
  Task<Result<std::unique_ptr<HttpClientStream>>> open(HttpClientCall call);

  struct Trust;

 private:
  Clock& clock_;
  std::shared_ptr<Trust> trust_;  // owners: the client, and calls under way; null: no TLS
};

}  // namespace parley
