// SPDX-License-Identifier: Apache-2.0
// Channels and who listens to them, on a connection of their own: one that subscribes answers no commands.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "parley/async/queues.hpp"
#include "redis_line.hpp"

namespace parley {

// Used on `home` alone.
class Subscriptions {
 public:
  // `problem`: empty when every channel is subscribed.
  Subscriptions(const RedisAddress& address, LinkPolicy::Pauses pauses, const Executor& home, Clock& clock,
                std::function<double()> random, std::function<void(const std::string& problem)> note);

  Task<void> run();  // connects as soon as there is a channel; until cancelled

  // Both are called from run(), never from inside hiredis.
  void add(std::string channel, std::function<void(const std::string&)> on_message, std::function<void()> again);

 private:
  struct Channel {
    std::function<void(const std::string&)> on_message;
    std::function<void()> again;
    bool confirmed = false;  // on the present connection
  };
  struct News {
    std::string channel;
    std::optional<std::string> message;  // nullopt: the subscription stands, or messages were lost
  };
  void stood();
  void heard(const std::string& channel, std::optional<std::string> message);
  void deliver();

  std::function<void(const std::string&)> note_;
  detail::Wakeup first_;
  std::map<std::string, Channel> channels_;
  std::deque<News> news_;
  RedisLine line_;
};

}  // namespace parley
