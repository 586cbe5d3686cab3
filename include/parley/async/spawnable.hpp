// SPDX-License-Identifier: Apache-2.0
// What to put around every coroutine that is given to co_spawn together with a cancellation slot.
#pragma once

#include <boost/asio/this_coro.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "parley/async/task.hpp"

namespace parley {

// co_spawn of Asio 1.81 awaits once more after a coroutine that never suspended has ended. If that coroutine was
// cancelled meanwhile, say by stopping the group it belongs to, this await throws out of the event loop and ends the
// process. Drop this when the oldest supported Boost no longer does so.
inline Task<void> spawnable(Task<void> work) {
  std::exception_ptr error;
  try {
    co_await std::move(work);
  } catch (...) {
    error = std::current_exception();
  }
  co_await asio::this_coro::throw_if_cancelled(false);
  if (error) std::rethrow_exception(error);
}

template <class T>
Task<T> spawnable(Task<T> work) {
  std::optional<T> value;
  std::exception_ptr error;
  try {
    value = co_await std::move(work);
  } catch (...) {
    error = std::current_exception();
  }
  co_await asio::this_coro::throw_if_cancelled(false);
  if (error) std::rethrow_exception(error);
  co_return std::move(*value);
}

}  // namespace parley
