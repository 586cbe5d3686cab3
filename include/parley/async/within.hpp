// SPDX-License-Identifier: Apache-2.0
// The only way to put a deadline on an await. Deadlines are instants, so nested calls share one budget.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "parley/async/clock.hpp"
#include "parley/async/spawnable.hpp"
#include "parley/async/task.hpp"

namespace parley {

namespace detail {
inline Task<bool> valued(Task<void> work) {
  co_await std::move(work);
  co_return true;
}
}  // namespace detail

// nullopt: the deadline came first and the work gave up. An error of the work is rethrown as it is, at once; a value
// that was ready when the deadline came is returned, not lost.
template <class T>
Task<std::optional<T>> within(Clock& clock, Instant deadline, Task<T> work) {
  auto home = co_await asio::this_coro::executor;
  auto worker = spawnable(std::move(work));
  auto timer = spawnable(clock.sleep_until(deadline));
  auto group = asio::experimental::make_parallel_group(asio::co_spawn(home, std::move(worker), asio::deferred),
                                                       asio::co_spawn(home, std::move(timer), asio::deferred));
  auto race = group.async_wait(asio::experimental::wait_for_one(), asio::deferred);
  auto [order, work_failed, value, timer_failed] = co_await std::move(race)(asio::use_awaitable);
  if (!work_failed) co_return std::optional<T>(std::move(value));
  if (order[0] == 1 && !timer_failed && is_cancellation(work_failed)) co_return std::nullopt;
  std::rethrow_exception(work_failed);
}

// The same for work without a value: false when the deadline came first.
inline Task<bool> within(Clock& clock, Instant deadline, Task<void> work) {
  auto valued = detail::valued(std::move(work));
  auto done = co_await within(clock, deadline, std::move(valued));
  co_return done.has_value();
}

}  // namespace parley
