// SPDX-License-Identifier: Apache-2.0
// Plain HTTP/1.1 calls for doctor, bench and tools within a private network; providers with TLS have a client of their
// own.
#pragma once

#include <cstdint>
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
  std::string url;  // http://HOST[:PORT][/PATH][?QUERY]
  HttpHeaders headers;
  std::string body;
  Instant deadline{};  // for everything: look-up, connection, answer
  std::size_t body_limit = 4 * 1024 * 1024;
};

struct HttpClientReply {
  HttpClientReply() = default;

  unsigned status = 0;
  HttpHeaders headers;
  std::string body;
};

// One connection a call; redirects are not followed.
class HttpClient {
 public:
  explicit HttpClient(Clock& clock) : clock_(clock) {}
  // Any status is a reply; an Error means that there was none (unavailable, timed_out, exhausted, invalid_input).
  Task<Result<HttpClientReply>> send(HttpClientCall call);

 private:
  Clock& clock_;
};

}  // namespace parley
