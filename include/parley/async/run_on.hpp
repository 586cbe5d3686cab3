// SPDX-License-Identifier: Apache-2.0
// A step on another event loop: the awaiter resumes on its own with the answer.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "parley/async/task.hpp"

namespace parley {

namespace detail {
Task<void> run_to_end_on(Executor there, std::function<void()> job);
}  // namespace detail

// Runs `work`, which must not block, on `there`; an exception of it is rethrown to the awaiter. Cancellation does not
// interrupt it: the awaiter waits for its end, so `work` may refer to what the awaiter owns. `there` has to run.
template <class Work>
Task<std::invoke_result_t<Work>> run_on(Executor there, Work work) {
  std::exception_ptr error;
  std::optional<std::invoke_result_t<Work>> value;
  auto job = [&] {
    try {
      value.emplace(work());
    } catch (...) {
      error = std::current_exception();
    }
  };
  co_await detail::run_to_end_on(there, job);
  if (error) std::rethrow_exception(error);
  co_return std::move(*value);
}

}  // namespace parley
