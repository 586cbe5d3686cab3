// SPDX-License-Identifier: Apache-2.0
// A real Redis, and a loop that the test itself turns, in real time, until something has happened.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/async/spawnable.hpp"
#include "parley/redis/redis.hpp"
#include "support/counted_meters.hpp"
#include "support/redis_room.hpp"

namespace parley::test {

// Roots on a loop; finish() cancels all of them and waits.
class DrivenLoop {
 public:
  ~DrivenLoop() { finish(); }

  // Before what the roots run on goes; the loop itself must go after it.
  void finish() {
    for (auto& one : roots_) one.emit(asio::cancellation_type::terminal);
    EXPECT_TRUE(until([this] { return running_ == 0; })) << "a root does not end when it is cancelled";
  }

  asio::io_context loop{1};
  Executor home() { return loop.get_executor(); }

  void spawn(Task<void> root) {
    ++running_;
    auto done = [this](std::exception_ptr error) {
      --running_;
      EXPECT_TRUE(!error || is_cancellation(error)) << "a root failed";
    };
    asio::co_spawn(loop, spawnable(std::move(root)),
                   asio::bind_cancellation_slot(roots_.emplace_back().slot(), std::move(done)));
  }
  // False when it has not happened after five seconds.
  bool until(const std::function<bool()>& happened) {
    const auto end = clock->now() + 5s;
    while (!happened() && clock->now() < end) {
      loop.restart();
      loop.run_one_for(2ms);
    }
    return happened();
  }
  void run_for(Duration span) {
    const auto end = clock->now() + span;
    while (clock->now() < end) {
      loop.restart();
      loop.run_one_until(end);
    }
  }
  template <class T>
  T run(Task<T> work) {
    std::optional<T> value;
    std::exception_ptr failed;
    auto done = [&](std::exception_ptr error, std::optional<T> got) {
      failed = error;
      value = std::move(got);
    };
    asio::co_spawn(loop, wrapped(std::move(work)), done);
    if (!until([&] { return value || failed; })) throw std::runtime_error("it does not end");
    if (failed) std::rethrow_exception(failed);
    return std::move(*value);
  }

  std::unique_ptr<Clock> clock = create_system_clock();

 private:
  // Completion values must have a default.
  template <class T>
  static Task<std::optional<T>> wrapped(Task<T> work) {
    co_return std::optional<T>(co_await std::move(work));
  }

  std::list<asio::cancellation_signal> roots_;
  int running_ = 0;
};

inline RedisSettings quick(std::string url) {
  RedisSettings settings;
  settings.url = std::move(url);
  settings.deadline = 100ms;
  settings.first_pause = 5ms;
  settings.longest_pause = 40ms;
  return settings;
}

inline RedisCommand words(std::initializer_list<std::string> of) { return of; }

}  // namespace parley::test
