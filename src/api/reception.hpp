// SPDX-License-Identifier: Apache-2.0
// What every request passes before its endpoint sees it, in this order: key, rate, scope, organization, database, body,
// version, Idempotency-Key.
#pragma once

#include <string>
#include <string_view>

#include "endpoint.hpp"
#include "once.hpp"
#include "token_buckets.hpp"

namespace parley {

class Reception {
 public:
  Reception(const ApiTools& tools, const Json& schemas);

  Task<HttpResponse> receive(const Endpoint& endpoint, HttpRequest request);
  void set_rate(RequestRate rate) { buckets_.set(rate); }
  const RequestRate& rate() const { return buckets_.rate(); }

 private:
  Task<HttpResponse> receive_open(const Endpoint& endpoint, const HttpRequest& request);
  Task<HttpResponse> receive_known(const Endpoint& endpoint, Ask& ask);
  Task<std::optional<HttpResponse>> place(const Endpoint& endpoint, Ask& ask);
  std::optional<HttpResponse> read_body(const Endpoint& endpoint, Ask& ask) const;
  std::optional<HttpResponse> read_version(const Endpoint& endpoint, Ask& ask) const;
  TokenVerdict take(std::string_view kind, std::string_view who);

  const ApiTools& tools_;
  const Json& schemas_;
  TokenBuckets buckets_;
  OnceBook book_;
};

// "192.0.2.1" of "192.0.2.1:4711", also of addresses with colons of their own.
std::string_view host_of_peer(std::string_view peer);

}  // namespace parley
