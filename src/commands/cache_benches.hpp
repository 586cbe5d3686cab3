// SPDX-License-Identifier: Apache-2.0
// The benchmarks of what is kept and of work in batches: no server, no sound.
#pragma once

#include <cstddef>
#include <string>

#include "bench_results.hpp"
#include "command_line.hpp"
#include "parley/core/result.hpp"

namespace parley::commands {

// parley bench cache: a hit in the process, and one in Redis beside a bare GET of the same value.
struct CacheBench {
  std::string redis_url;      // empty: an own redis-server on a unix socket
  std::size_t near = 200000;  // look-ups a thread
  std::size_t shared = 4000;  // look-ups, and as many bare GETs
  std::size_t value_bytes = 300;
};
Result<BenchResults> bench_cache(const CacheBench& bench);

// parley bench batch: look-ups that take their time, a few at once.
struct BatchBench {
  std::size_t items = 50;
  std::size_t workers = 10;
  std::size_t milliseconds = 100;  // each
};
Result<BenchResults> bench_batch(const BatchBench& bench);

// Their command lines.
class CacheBenchLines {
 public:
  void add_to(CLI::App& line);
  bool parsed() const;
  Result<BenchResults> run();

 private:
  CacheBench cache_;
  BatchBench batch_;
  CLI::App* caching_ = nullptr;
  CLI::App* batching_ = nullptr;
};

}  // namespace parley::commands
