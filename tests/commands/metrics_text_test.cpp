// SPDX-License-Identifier: Apache-2.0
#include "metrics_text.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

constexpr auto kText =
    "# HELP late_seconds x\n# TYPE late_seconds histogram\n"
    "late_seconds_bucket{le=\"0.001\"} 90\n"
    "late_seconds_bucket{le=\"0.005\"} 100\n"
    "late_seconds_bucket{le=\"+Inf\"} 100\n"
    "late_seconds_sum 0.1\nlate_seconds_count 100\n"
    "late_seconds_other_bucket{le=\"0.001\"} 7\n";

TEST(MetricsText, AQuantileLiesWithinItsBucket) {
  const auto histogram = read_histogram(kText, "late_seconds");
  EXPECT_EQ(histogram.count(), 100);
  EXPECT_DOUBLE_EQ(histogram.quantile(0.45), 0.0005);
  EXPECT_DOUBLE_EQ(histogram.quantile(0.95), 0.003);
  EXPECT_EQ(read_histogram(kText, "absent").count(), 0);
  EXPECT_EQ(read_histogram(kText, "absent").quantile(0.5), 0);
}

TEST(MetricsText, BeyondEveryBoundTheLastBoundIsSaid) {
  const auto histogram = read_histogram("l_bucket{le=\"0.1\"} 1\nl_bucket{le=\"+Inf\"} 100\n", "l");
  EXPECT_DOUBLE_EQ(histogram.quantile(0.99), 0.1);
}

TEST(MetricsText, SeriesAddUpAndEarlierOnesAreTakenOff) {
  const auto both = read_histogram(
      "l_bucket{loop=\"0\",le=\"1\"} 2\nl_bucket{loop=\"0\",le=\"+Inf\"} 3\n"
      "l_bucket{loop=\"1\",le=\"1\"} 5\nl_bucket{loop=\"1\",le=\"+Inf\"} 8\n",
      "l");
  ASSERT_EQ(both.buckets.size(), 2u);
  EXPECT_EQ(both.buckets[0].cumulative, 7);
  EXPECT_EQ(both.count(), 11);
  EXPECT_EQ(both.since(both).count(), 0);
  EXPECT_EQ(both.since({}).count(), 11);
}

}  // namespace
}  // namespace parley::commands
