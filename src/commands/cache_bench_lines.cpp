// SPDX-License-Identifier: Apache-2.0
#include "cache_benches.hpp"

namespace parley::commands {

void CacheBenchLines::add_to(CLI::App& line) {
  caching_ = line.add_subcommand("cache", "a hit in the process; one in Redis beside a bare GET");
  caching_->add_option("--redis-url", cache_.redis_url, "empty: an own redis-server")->envname("PARLEY_REDIS_URL");
  caching_->add_option("--near", cache_.near, "look-ups in the process, a thread")->check(CLI::Range(1000, 10000000));
  caching_->add_option("--shared", cache_.shared, "look-ups in Redis")->check(CLI::Range(200, 1000000));
  caching_->add_option("--value-bytes", cache_.value_bytes)->check(CLI::Range(1, 1000000));
  batching_ = line.add_subcommand("batch", "look-ups that take their time, a few at once");
  batching_->add_option("--items", batch_.items)->check(CLI::Range(1, 100000));
  batching_->add_option("--workers", batch_.workers)->check(CLI::Range(1, 10000));
  batching_->add_option("--milliseconds", batch_.milliseconds, "of each")->check(CLI::Range(0, 60000));
}

bool CacheBenchLines::parsed() const { return caching_->parsed() || batching_->parsed(); }

Result<BenchResults> CacheBenchLines::run() {
  if (batching_->parsed()) return bench_batch(batch_);
  return bench_cache(cache_);
}

}  // namespace parley::commands
