// SPDX-License-Identifier: Apache-2.0
// Time that only moves when a test says so; wakes sleepers in deadline order, draining the loop after each.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <map>

#include "parley/async/clock.hpp"

namespace parley::test {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(asio::io_context& loop) : loop_(loop) {}

  Instant now() const noexcept override { return now_; }
  WallTime wall_now() const noexcept override {
    return wall_start_ + std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch());
  }

  Task<void> sleep_until(Instant when) override {
    if (when <= now_) co_return;
    auto home = co_await asio::this_coro::executor;
    Sleeper sleeper{asio::steady_timer(home, asio::steady_timer::time_point::max())};
    auto place = sleepers_.emplace(when, &sleeper);
    boost::system::error_code ignored;
    co_await sleeper.never.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (sleeper.woken) co_return;  // advance() has taken us off the list
    sleepers_.erase(place);
    throw boost::system::system_error(asio::error::operation_aborted);
  }

  void drain() {
    loop_.restart();
    while (loop_.poll() > 0) {
    }
  }
  void advance(Duration span) {
    const Instant target = now_ + span;
    drain();
    while (!sleepers_.empty() && sleepers_.begin()->first <= target) {
      auto first = sleepers_.begin();
      now_ = first->first;
      Sleeper* sleeper = first->second;
      sleepers_.erase(first);
      sleeper->woken = true;
      sleeper->never.cancel();
      drain();
    }
    now_ = target;
  }

 private:
  struct Sleeper {
    asio::steady_timer never;
    bool woken = false;
  };

  asio::io_context& loop_;
  Instant now_{};
  WallTime wall_start_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{15}};
  std::multimap<Instant, Sleeper*> sleepers_;
};

}  // namespace parley::test
