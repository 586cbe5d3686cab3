// SPDX-License-Identifier: Apache-2.0
// Redis without ever waiting long for it: hiredis' asynchronous API on an event loop, a deadline for every command,
// back-off between tries to connect. Gone, hung or out of memory costs the caller an Error within the deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"

namespace parley {

struct RedisSettings {
  std::string url;  // redis://[:PASSWORD@]HOST[:PORT][/DATABASE] or unix:///path/to/socket[?db=N]; empty: none
  std::chrono::milliseconds deadline{250};
  std::size_t in_flight = 1024;  // beyond it: Fault::exhausted at once
  std::chrono::milliseconds first_pause{100};
  std::chrono::milliseconds longest_pause{2000};  // between tries to connect; with jitter
};

// nil, a status or string, a whole number, or a list. Errors of the server (WRONGTYPE, OOM) are Errors of the command.
struct RedisReply {
  enum class Kind { nil, text, integer, list };
  Kind kind = Kind::nil;
  std::string text;
  std::int64_t integer = 0;
  std::vector<RedisReply> items;
};

struct RedisState {
  bool configured = false;
  bool ready = false;
  std::string problem;  // without passwords; empty when ready
};

using RedisCommand = std::vector<std::string>;  // {"SET", "key", "value"}

class Redis {
 public:
  // Everything happens on `home`, a single-threaded executor; clock, log and meters outlive it.
  static std::unique_ptr<Redis> create(RedisSettings settings, Executor home, Clock& clock, Log log, Meters& meters);
  virtual ~Redis() = default;

  // Keeps the connection up; the root that its owner spawns on `home`. Ends when it is cancelled.
  virtual Task<void> run() = 0;

  // ---- on `home`
  virtual Task<Result<RedisReply>> command(RedisCommand command) = 0;
  // In order and in one transaction (MULTI … EXEC); the answer of each.
  virtual Task<Result<std::vector<RedisReply>>> transaction(std::vector<RedisCommand> commands) = 0;
  // Messages of a channel from now on, over every reconnection; at most once each. Called on `home`.
  // `again`: the subscription stands (anew): whatever was published before may have been missed.
  virtual void subscribe(std::string channel, std::function<void(const std::string& message)> on_message,
                         std::function<void()> again) = 0;

  virtual RedisState state() const = 0;  // thread-safe
};

// What is wrong with it, without its password; nullopt: nothing that can be seen without connecting.
std::optional<std::string> check_redis_url(const std::string& url);

}  // namespace parley
