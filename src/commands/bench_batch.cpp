// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <numeric>

#include "cache_benches.hpp"
#include "parley/async/batch_runner.hpp"
#include "parley/async/event_loops.hpp"

namespace parley::commands {
namespace {

Task<Result<std::size_t>> look_up(Clock& clock, std::size_t item, std::chrono::milliseconds span) {
  co_await clock.sleep_until(clock.now() + span);
  co_return item;
}

// Seconds; an error when a result is missing or out of place.
Task<Result<double>> run_once(Clock& clock, BatchBench bench) {
  std::vector<std::size_t> items(bench.items);
  std::iota(items.begin(), items.end(), 0U);
  const std::chrono::milliseconds span(bench.milliseconds);
  std::function<Task<Result<std::size_t>>(const std::size_t&)> work = [&clock, span](const std::size_t& item) {
    return look_up(clock, item, span);
  };
  const BatchSettings settings{bench.workers, 1, std::chrono::milliseconds{0}, std::chrono::milliseconds{0}};
  const auto before = clock.now();
  auto batch = run_batch(clock, settings, items, std::move(work));
  const auto results = co_await std::move(batch);
  const std::chrono::duration<double> took = clock.now() - before;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!results[i] || *results[i] != i) co_return Error{Fault::unavailable, "a result is out of place"};
  }
  co_return took.count();
}

}  // namespace

Result<BenchResults> bench_batch(const BatchBench& bench) {
  const auto clock = create_system_clock();
  EventLoop loop("batch", Scheduling::normal);
  const auto seconds = asio::co_spawn(loop.executor(), run_once(*clock, bench), asio::use_future).get();
  if (!seconds) return seconds.error();
  BenchResults results("batch");
  results.add("batch.seconds", *seconds, "s", bench.items);
  return results;
}

}  // namespace parley::commands
