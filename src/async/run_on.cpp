// SPDX-License-Identifier: Apache-2.0
#include "parley/async/run_on.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace parley::detail {

// Not a co_spawn on the other loop: cancelling that from the awaiter's thread races with the loop's (Asio 1.81).
Task<void> run_to_end_on(Executor there, std::function<void()> job) {
  auto start = [there, &job](auto handler) {
    auto home = asio::get_associated_executor(handler);
    auto step = [&job, keep_home_running = asio::make_work_guard(home), handler = std::move(handler)]() mutable {
      job();
      asio::post(keep_home_running.get_executor(), std::move(handler));
    };
    asio::post(there, std::move(step));
  };
  auto ended = asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(start), asio::use_awaitable);
  co_await std::move(ended);
}

}  // namespace parley::detail
