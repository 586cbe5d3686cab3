// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "cache_benches.hpp"

namespace parley::commands {
namespace {

TEST(BenchCache, TellsHitsOfBothTiersBesideABareGet) {
  std::ostringstream out;
  std::ostringstream err;
  const Surroundings surroundings{out, err, {}};
  const auto results = bench_cache({"", 1000, 200, 100}, surroundings);
  ASSERT_TRUE(results) << results.error().message;
  const auto json = results->to_json("machine");
  for (const char* metric : {"cache.near.1_threads.p50", "cache.near.4_threads.p95", "cache.shared.p50",
                             "cache.bare_get.p95", "cache.shared_to_bare.p50", "cache.shared_at_home.p50"}) {
    EXPECT_NE(json.find(metric), std::string::npos) << metric;
  }
}

TEST(BenchCache, SaysWhenThereIsNoRedis) {
  std::ostringstream out;
  std::ostringstream err;
  const Surroundings surroundings{out, err, {}};
  const auto results = bench_cache({"nonsense", 1000, 200, 100}, surroundings);
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace parley::commands
