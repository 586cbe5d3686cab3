// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cache_benches.hpp"

namespace parley::commands {
namespace {

TEST(BenchBatch, TellsHowLongAllOfItTook) {
  const auto results = bench_batch({20, 10, 1});
  ASSERT_TRUE(results) << results.error().message;
  const auto text = results->to_text();
  EXPECT_NE(text.find("batch.seconds"), std::string::npos) << text;
  EXPECT_NE(text.find("(n=20)"), std::string::npos) << text;
}

}  // namespace
}  // namespace parley::commands
