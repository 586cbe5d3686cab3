// SPDX-License-Identifier: Apache-2.0
// Threads for work that blocks or computes. Callers await; they resume on their own executor.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "parley/async/task.hpp"

namespace parley {

// Must go before the loops of those who wait for it.
class BlockingPool {
 public:
  enum class Priority {
    normal,
    background,  // gives way to everything else on the machine
  };
  // `name` shows in thread listings, at most 12 characters.
  BlockingPool(std::size_t threads, const std::string& name, Priority priority = Priority::normal);
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;
  ~BlockingPool();  // waits for work under way

  // Runs `work` on the pool; an exception of it is rethrown to the awaiter. Cancellation does not interrupt the work:
  // the awaiter waits for its end, so `work` may refer to what the awaiter owns.
  template <class Work>
  Task<std::invoke_result_t<Work>> run(Work work) {
    using Value = std::invoke_result_t<Work>;
    std::exception_ptr error;
    if constexpr (std::is_void_v<Value>) {
      auto job = [&] {
        try {
          work();
        } catch (...) {
          error = std::current_exception();
        }
      };
      co_await run_to_end(job);
      if (error) std::rethrow_exception(error);
    } else {
      std::optional<Value> value;
      auto job = [&] {
        try {
          value.emplace(work());
        } catch (...) {
          error = std::current_exception();
        }
      };
      co_await run_to_end(job);
      if (error) std::rethrow_exception(error);
      co_return std::move(*value);
    }
  }
  void post(std::function<void()> work);  // fire and forget; must not throw
  Executor executor() const;

 private:
  // Not a co_spawn on the pool: cancelling that from the caller's thread races with the pool's (Asio 1.81).
  Task<void> run_to_end(std::function<void()> job);

  struct Threads;
  std::unique_ptr<Threads> threads_;
};

}  // namespace parley
