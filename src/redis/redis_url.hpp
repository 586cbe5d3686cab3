// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "parley/core/result.hpp"

namespace parley {

// redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE] or unix://[[USER]:PASSWORD@]/path[?db=N].
struct RedisAddress {
  std::string path;  // of the unix socket; empty: TCP
  std::string host;
  std::uint16_t port = 6379;
  std::string user;
  std::string password;
  std::uint32_t database = 0;

  friend bool operator==(const RedisAddress&, const RedisAddress&) = default;
};

// The message of a failure holds nothing of the URL but its scheme.
Result<RedisAddress> parse_redis_url(const std::string& url);

// For people: "127.0.0.1:6379", "/run/redis/redis.sock".
std::string describe(const RedisAddress& address);

}  // namespace parley
