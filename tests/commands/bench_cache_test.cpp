// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cache_benches.hpp"

namespace parley::commands {
namespace {

TEST(BenchCache, TellsHitsOfBothTiersBesideABareGet) {
  const auto results = bench_cache({"", 1000, 200, 100});
  ASSERT_TRUE(results) << results.error().message;
  const auto json = results->to_json("machine");
  for (const char* metric : {"cache.near.1_threads.p50", "cache.near.4_threads.p95", "cache.shared.p50",
                             "cache.bare_get.p95", "cache.shared_to_bare.p50", "cache.shared_at_home.p50"}) {
    EXPECT_NE(json.find(metric), std::string::npos) << metric;
  }
}

TEST(BenchCache, SaysWhenThereIsNoRedis) {
  const auto results = bench_cache({"nonsense", 1000, 200, 100});
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().fault, Fault::invalid_input);
}

}  // namespace
}  // namespace parley::commands
