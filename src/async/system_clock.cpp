// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "parley/async/clock.hpp"

namespace parley {
namespace {

class SystemClock final : public Clock {
 public:
  Instant now() const noexcept override { return std::chrono::steady_clock::now(); }
  WallTime wall_now() const noexcept override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  Task<void> sleep_until(Instant when) override {
    auto home = co_await asio::this_coro::executor;
    asio::steady_timer timer(home, when);
    co_await timer.async_wait(asio::use_awaitable);
  }
};

}  // namespace

std::unique_ptr<Clock> create_system_clock() { return std::make_unique<SystemClock>(); }

}  // namespace parley
