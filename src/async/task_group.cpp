// SPDX-License-Identifier: Apache-2.0
#include "parley/async/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cstdlib>

namespace parley {

bool is_cancellation(const std::exception_ptr& error) noexcept {
  if (!error) return false;
  try {
    std::rethrow_exception(error);
  } catch (const boost::system::system_error& failure) {
    return failure.code() == asio::error::operation_aborted;
  } catch (const asio::multiple_exceptions& several) {
    return is_cancellation(several.first_exception());
  } catch (...) {
    return false;
  }
}

TaskGroup::TaskGroup(Executor home) : home_(home), idle_(home, asio::steady_timer::time_point::max()) {}

TaskGroup::~TaskGroup() {
  if (!running_.empty()) std::abort();
}

void TaskGroup::start(Task<void> work) {
  auto child = running_.emplace(running_.end());
  auto done = [this, child](std::exception_ptr error) {
    running_.erase(child);
    if (error && !is_cancellation(error) && !failure_) {
      failure_ = error;
      stop();
    }
    if (running_.empty()) idle_.cancel();
  };
  asio::co_spawn(home_, std::move(work), asio::bind_cancellation_slot(child->slot(), std::move(done)));
}

void TaskGroup::stop() {
  // A child that ends inside emit() would unlink itself from the list under our feet, so stop from a copy of places.
  for (auto child = running_.begin(); child != running_.end();) {
    auto next = std::next(child);
    child->emit(asio::cancellation_type::terminal);
    child = next;
  }
}

Task<void> TaskGroup::join() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!running_.empty()) {
    boost::system::error_code ignored;
    co_await idle_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none && !running_.empty()) {
      stop();
      co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    }
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace parley
