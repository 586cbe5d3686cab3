// SPDX-License-Identifier: Apache-2.0
// A loop with a manual clock, and coroutines started on it that can be watched and cancelled.
#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "parley/async/task.hpp"
#include "support/manual_clock.hpp"

namespace parley::test {

// One root coroutine: how it ended, if it did.
class Root {
 public:
  Root(asio::io_context& loop, Task<void> work) {
    auto done = [this](const std::exception_ptr& error) {
      ended_ = true;
      error_ = error;
    };
    asio::co_spawn(loop, std::move(work), asio::bind_cancellation_slot(signal_.slot(), std::move(done)));
  }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;

  void cancel() { signal_.emit(asio::cancellation_type::terminal); }
  bool ended() const { return ended_; }
  bool ended_well() const { return ended_ && !error_; }
  bool ended_cancelled() const { return ended_ && is_cancellation(error_); }
  // The message of the exception that ended it, empty when none did.
  std::string failure() const {
    if (!error_) return {};
    try {
      std::rethrow_exception(error_);
    } catch (const std::exception& failure) {
      return failure.what();
    }
  }

 private:
  asio::cancellation_signal signal_;
  bool ended_ = false;
  std::exception_ptr error_;
};

struct OnLoop {
  asio::io_context loop{1};
  ManualClock clock{loop};

  Executor home() { return loop.get_executor(); }
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - Instant{});
  }
  Task<void> fail_after(Duration span, std::string message) {
    co_await clock.sleep_until(clock.now() + span);
    throw std::runtime_error(message);
  }
};

}  // namespace parley::test
