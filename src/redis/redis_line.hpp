// SPDX-License-Identifier: Apache-2.0
// A connection that is kept: connects with back-off, says who we are, watches that what was asked is answered.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "link_policy.hpp"
#include "parley/async/queues.hpp"
#include "redis_connection.hpp"

namespace parley {

// Used on `home` alone.
class RedisLine {
 public:
  struct Hooks {
    std::function<void()> stood;              // the server knows us and answers
    std::function<void(const Error&)> ended;  // the connection, or the try at one
    std::function<void()> probe;              // it has been quiet: ask something
    // As in RedisConnection::Listener; from inside hiredis.
    std::function<void(const std::string&, std::optional<std::string>)> heard;
    std::function<void()> awake;  // on each turn of the watch
  };
  RedisLine(RedisAddress address, LinkPolicy::Pauses pauses, Executor home, Clock& clock,
            std::function<double()> random, Hooks hooks);

  Task<void> keep();  // until cancelled

  // Null while it does not stand.
  RedisConnection* connection() { return standing_ ? connection_.get() : nullptr; }
  void wake();  // the watch looks after things at once

 private:
  Task<Result<void>> open();
  Task<Result<RedisAddress>> numeric();
  Task<Error> watch();
  Task<Result<RedisReply>> introduce();
  Task<void> until_woken();
  Error unreachable(Fault fault, const std::string& why) const;

  const RedisAddress address_;
  const LinkPolicy::Pauses pauses_;
  const Executor home_;
  Clock& clock_;
  const std::function<double()> random_;
  const Hooks hooks_;
  LinkPolicy policy_;
  detail::Wakeup wakeup_;
  bool woken_ = false;
  bool standing_ = false;
  std::size_t tries_ = 0;
  std::unique_ptr<RedisConnection> connection_;
};

}  // namespace parley
