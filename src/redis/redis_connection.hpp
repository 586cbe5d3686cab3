// SPDX-License-Identifier: Apache-2.0
// One connection to a Redis, and what was asked on it and is not answered yet: answers come in that order.
#pragma once

#include <hiredis/async.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/redis/redis.hpp"
#include "redis_url.hpp"

namespace parley {

// Used on `home` alone, a single-threaded executor.
class RedisConnection {
 public:
  // Called from inside hiredis, which is C: notes and wakes, never throws and never ends the connection.
  using Answer = std::function<void(Result<RedisReply>)>;
  struct Listener {
    std::function<void()> changed;  // it ended, or there is something to watch over: the first outstanding command
    // nullopt: the subscription stands.
    std::function<void(const std::string& channel, std::optional<std::string> message)> heard;
  };

  // Begins to connect; `address` names a unix socket or a numeric host, since hiredis would wait for a resolver.
  // What is asked meanwhile is sent when the connection stands.
  RedisConnection(const RedisAddress& address, const Executor& home, Clock& clock, Listener listener);
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;
  ~RedisConnection();  // what is outstanding fails

  void ask(const RedisCommand& command, Answer answer);
  // From the first one on, nothing else may be asked (RESP2).
  void subscribe(const std::string& channel);

  bool alive() const { return context_ != nullptr; }
  const std::string& ended_by() const { return ended_by_; }  // when not alive

  std::size_t outstanding() const { return outstanding_.size(); }
  Instant oldest_asked() const { return outstanding_.front().asked; }
  Instant last_heard() const { return last_heard_; }
  // Fails whatever was asked until then; the late answer is dropped when it comes.
  void fail_asked_until(Instant then);
  // When the first of those that nobody has failed yet was asked.
  std::optional<Instant> oldest_awaited() const;

 private:
  struct Outstanding {
    Instant asked;
    Answer answer;  // null: nobody waits any more
  };
  bool send(const RedisCommand& command, redisCallbackFn* on_reply);
  void answered(const redisReply* reply);
  void heard(const redisReply* reply);
  void gone();

  Clock& clock_;
  Listener listener_;
  redisAsyncContext* context_ = nullptr;  // freed by hiredis, by itself when the connection breaks
  std::deque<Outstanding> outstanding_;
  Instant last_heard_;
  std::string ended_by_;
};

}  // namespace parley
