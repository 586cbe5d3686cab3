// SPDX-License-Identifier: Apache-2.0
// Work that is given up when something else makes it pointless.
#pragma once

#include <optional>
#include <utility>

#include "parley/async/queues.hpp"
#include "parley/async/within.hpp"

namespace parley {

// nullopt: `reason` woke first and the work gave up. An error of the work is rethrown as it is; a value that was ready
// at that moment is returned, not lost.
template <class T>
Task<std::optional<T>> unless(detail::Wakeup& reason, Task<T> work) {
  auto home = co_await asio::this_coro::executor;
  auto worker = spawnable(std::move(work));
  auto woken = spawnable(reason.wait());
  auto group = asio::experimental::make_parallel_group(asio::co_spawn(home, std::move(worker), asio::deferred),
                                                       asio::co_spawn(home, std::move(woken), asio::deferred));
  auto race = group.async_wait(asio::experimental::wait_for_one(), asio::deferred);
  auto [order, work_failed, value, wait_failed] = co_await std::move(race)(asio::use_awaitable);
  if (!work_failed) co_return std::optional<T>(std::move(value));
  if (order[0] == 1 && !wait_failed && is_cancellation(work_failed)) co_return std::nullopt;
  std::rethrow_exception(work_failed);
}

}  // namespace parley
