// SPDX-License-Identifier: Apache-2.0
#include "parley/async/batch_runner.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "parley/async/spawnable.hpp"
#include "parley/async/task_group.hpp"

namespace parley {

bool passes_by_itself(const Error& error) {
  switch (error.fault) {
    case Fault::unavailable:
    case Fault::timed_out:
    case Fault::exhausted:
    case Fault::closed:
      return true;
    case Fault::invalid_input:
    case Fault::not_found:
    case Fault::unsupported:
    case Fault::conflict:
      return false;
  }
  return false;
}

namespace detail {
namespace {

class BatchRun {
 public:
  BatchRun(Clock& clock, BatchSettings settings, std::size_t count,
           std::function<Task<std::optional<Error>>(std::size_t)> work, std::function<void(const BatchProgress&)> told)
      : clock_(clock), settings_(settings), work_(std::move(work)), told_(std::move(told)) {
    progress_.total = count;
  }

  // The root of a co_spawn, as a TaskGroup wants it.
  Task<void> run() {
    auto home = co_await asio::this_coro::executor;
    TaskGroup workers(home);
    const auto count = std::min(std::max<std::size_t>(settings_.workers, 1), progress_.total);
    for (std::size_t n = 0; n < count; ++n) workers.start(take_items());
    co_await workers.join();
  }

 private:
  Task<void> take_items() {
    while (next_ < progress_.total) {
      const auto place = next_++;
      auto tries = try_item(place);
      const bool succeeded = co_await std::move(tries);
      ++progress_.done;
      if (!succeeded) ++progress_.failed;
      if (told_) told_(progress_);
    }
  }

  Task<bool> try_item(std::size_t place) {
    auto pause = settings_.first_pause;
    for (std::uint32_t tried = 1;; ++tried) {
      auto step = work_(place);
      const auto failure = co_await std::move(step);
      if (!failure) co_return true;
      if (tried >= settings_.tries || !passes_by_itself(*failure)) co_return false;
      ++progress_.retries;
      auto rest = clock_.sleep_until(clock_.now() + pause);
      co_await std::move(rest);
      pause = std::min(pause * 2, settings_.longest_pause);
    }
  }

  Clock& clock_;
  const BatchSettings settings_;
  const std::function<Task<std::optional<Error>>(std::size_t)> work_;
  const std::function<void(const BatchProgress&)> told_;
  std::size_t next_ = 0;
  BatchProgress progress_;
};

}  // namespace

Task<void> run_batch_steps(Clock& clock, BatchSettings settings, std::size_t count,
                           std::function<Task<std::optional<Error>>(std::size_t)> work,
                           std::function<void(const BatchProgress&)> progress) {
  BatchRun run(clock, settings, count, std::move(work), std::move(progress));
  auto home = co_await asio::this_coro::executor;
  auto root = spawnable(run.run());
  auto ended = asio::co_spawn(home, std::move(root), asio::use_awaitable);
  co_await std::move(ended);
  // A group that was stopped ends well; whoever waits for results must not take it for a batch that was done.
  auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(asio::error::operation_aborted);
  }
}

}  // namespace detail
}  // namespace parley
