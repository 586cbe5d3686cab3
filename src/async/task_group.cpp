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
#include <iterator>
#include <utility>

#include "parley/async/spawnable.hpp"

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
  auto done = [this, child](const std::exception_ptr& error) {
    running_.erase(child);
    if (error && !is_cancellation(error) && !failure_) {
      failure_ = error;
      stop();
    }
    if (running_.empty()) idle_.cancel();
  };
  // The child may run up to its first await in here, but co_spawn never completes inside the call that starts it.
  asio::co_spawn(home_, spawnable(std::move(work)), asio::bind_cancellation_slot(child->slot(), std::move(done)));
  if (stopping_) child->emit(asio::cancellation_type::terminal);
}

void TaskGroup::stop() {
  stopping_ = true;
  // Asio only posts completions from emit(), so no child leaves the list while we walk it; one may start others,
  // which start() stops itself.
  const auto last = running_.empty() ? running_.end() : std::prev(running_.end());
  for (auto child = running_.begin(); child != running_.end(); ++child) {
    child->emit(asio::cancellation_type::terminal);
    if (child == last) break;
  }
}

Task<void> TaskGroup::join() {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (true) {
    auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      stop();
      // Otherwise the wait below would end at once, over and over; the owner's farewell wants it off as well.
      co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    }
    if (running_.empty()) break;
    boost::system::error_code ignored;
    co_await idle_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  stopping_ = false;
  if (auto failure = std::exchange(failure_, nullptr)) std::rethrow_exception(failure);
}

}  // namespace parley
