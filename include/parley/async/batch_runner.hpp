// SPDX-License-Identifier: Apache-2.0
// Many pieces of work, a few at a time: results in the order of the items, one failure does not stop the rest.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/result.hpp"

namespace parley {

struct BatchSettings {
  std::size_t workers = 4;
  std::uint32_t tries = 3;  // of each item, while its Error may pass by itself (see passes_by_itself)
  std::chrono::milliseconds first_pause{200};  // before the second try; doubles
  std::chrono::milliseconds longest_pause{5000};
};

struct BatchProgress {
  std::size_t total = 0;
  std::size_t done = 0;     // with or without success
  std::size_t failed = 0;   // of those
  std::size_t retries = 0;  // tries beyond the first of each

  friend bool operator==(const BatchProgress&, const BatchProgress&) = default;
};

// unavailable, timed_out, exhausted, closed: giving it again may help.
bool passes_by_itself(const Error& error);

namespace detail {
// `work` does item number N and says what went wrong.
Task<void> run_batch_steps(Clock& clock, BatchSettings settings, std::size_t count,
                           std::function<Task<std::optional<Error>>(std::size_t)> work,
                           std::function<void(const BatchProgress&)> progress);
}  // namespace detail

// On the awaiter's executor. `progress` is told after each item that is done. Cancellation ends the children and waits
// for them. An exception of `work` is that item's Error (Fault::unsupported), since the others have nothing to do with
// it.
template <class Value, class Item>
Task<std::vector<Result<Value>>> run_batch(Clock& clock, BatchSettings settings, std::vector<Item> items,
                                           std::function<Task<Result<Value>>(const Item&)> work,
                                           std::function<void(const BatchProgress&)> progress = {}) {
  std::vector<Result<Value>> results(items.size(), Result<Value>(Error{Fault::closed, "was not run"}));
  auto step = [&](std::size_t place) -> Task<std::optional<Error>> {
    std::optional<Error> failure;
    try {
      auto asked = work(items[place]);
      results[place] = co_await std::move(asked);
      if (!results[place]) failure = results[place].error();
    } catch (const std::exception& thrown) {
      if (is_cancellation(std::current_exception())) throw;
      failure = Error{Fault::unsupported, thrown.what()};
      results[place] = *failure;
    }
    co_return failure;
  };
  auto all = detail::run_batch_steps(clock, settings, items.size(), step, std::move(progress));
  co_await std::move(all);
  co_return results;
}

}  // namespace parley
