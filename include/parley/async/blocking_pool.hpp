// SPDX-License-Identifier: Apache-2.0
// Threads for work that blocks or computes. Callers await; they resume on their own executor.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "parley/async/task.hpp"

namespace parley {

class BlockingPool {
 public:
  // `name` shows in thread listings, at most 12 characters.
  BlockingPool(std::size_t threads, std::string name);
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;
  ~BlockingPool();  // waits for work under way

  // Runs `work` on the pool; an exception of it is rethrown to the awaiter. Cancellation does not interrupt the work:
  // the awaiter waits for its end, so `work` may refer to what the awaiter owns.
  template <class Work>
  Task<std::invoke_result_t<Work>> run(Work work) {
    auto job = on_pool(std::move(work));
    auto result = asio::co_spawn(executor(), std::move(job), asio::use_awaitable);
    co_return co_await std::move(result);
  }
  void post(std::function<void()> work);  // fire and forget; must not throw
  Executor executor() const;

 private:
  template <class Work>
  static Task<std::invoke_result_t<Work>> on_pool(Work work) {
    co_return work();
  }

  struct Threads;
  std::unique_ptr<Threads> threads_;
};

}  // namespace parley
