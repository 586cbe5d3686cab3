// SPDX-License-Identifier: Apache-2.0
#include "subscriptions.hpp"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::size_t kMostNews = 1024;  // waiting to be delivered

}  // namespace

Subscriptions::Subscriptions(const RedisAddress& address, LinkPolicy::Pauses pauses, const Executor& home, Clock& clock,
                             std::function<double()> random, std::function<void(const std::string& problem)> note)
    : note_(std::move(note)), first_(home), line_(address, pauses, home, clock, std::move(random), [this] {
        RedisLine::Hooks hooks;
        hooks.stood = [this] { stood(); };
        hooks.ended = [this](const Error& why) { note_(why.message); };
        // Subscribing again changes nothing and is answered; PING is not while subscribed, with hiredis 0.14.
        hooks.probe = [this] { line_.connection()->subscribe(channels_.begin()->first); };
        hooks.heard = [this](const std::string& channel, std::optional<std::string> message) {
          heard(channel, std::move(message));
        };
        hooks.awake = [this] { deliver(); };
        return hooks;
      }()) {}

Task<void> Subscriptions::run() {
  while (channels_.empty()) co_await first_.wait();
  co_await line_.keep();
}

void Subscriptions::add(std::string channel, std::function<void(const std::string&)> on_message,
                        std::function<void()> again) {
  auto& place = channels_[channel];
  place.on_message = std::move(on_message);
  place.again = std::move(again);
  place.confirmed = false;
  first_.wake();
  if (auto* connection = line_.connection()) connection->subscribe(channel);
}

void Subscriptions::stood() {
  for (auto& [name, channel] : channels_) {
    channel.confirmed = false;
    line_.connection()->subscribe(name);
  }
}

void Subscriptions::heard(const std::string& channel, std::optional<std::string> message) {
  const auto place = channels_.find(channel);
  if (place == channels_.end()) return;
  if (!message && std::exchange(place->second.confirmed, true)) return;  // a probe's answer
  if (news_.size() >= kMostNews) {
    // Too much to keep: told as a gap.
    news_.clear();
    for (const auto& [name, one] : channels_) news_.push_back({name, std::nullopt});
  }
  news_.push_back({channel, std::move(message)});
  line_.wake();
}

void Subscriptions::deliver() {
  const bool all =
      std::all_of(channels_.begin(), channels_.end(), [](const auto& one) { return one.second.confirmed; });
  if (all) note_({});
  while (!news_.empty()) {
    const auto news = std::move(news_.front());
    news_.pop_front();
    const auto place = channels_.find(news.channel);
    if (place == channels_.end()) continue;
    const auto channel = place->second;  // a listener may subscribe to more
    if (news.message) {
      channel.on_message(*news.message);
    } else if (channel.again) {
      channel.again();
    }
  }
}

}  // namespace parley
