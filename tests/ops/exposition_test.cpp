// SPDX-License-Identifier: Apache-2.0
#include "exposition.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace parley {
namespace {

TEST(MetricValue, IsShortAndKnowsInfinity) {
  EXPECT_EQ(metric_value(17), "17");
  EXPECT_EQ(metric_value(0.1), "0.1");
  EXPECT_EQ(metric_value(std::nan("")), "NaN");
  EXPECT_EQ(metric_value(std::numeric_limits<double>::infinity()), "+Inf");
  EXPECT_EQ(metric_value(-std::numeric_limits<double>::infinity()), "-Inf");
}

TEST(Exposition, ClassicCountersKeepTheirWholeName) {
  Exposition text(MetricsFormat::prometheus_text);
  text.family("parley_calls_total", "Calls.", MeterKind::counter);
  text.sample(17, {{"outcome", "completed"}});
  EXPECT_EQ(text.finish(),
            "# HELP parley_calls_total Calls.\n# TYPE parley_calls_total counter\n"
            "parley_calls_total{outcome=\"completed\"} 17\n");
}

TEST(Exposition, OpenMetricsCountersNameTheFamilyWithoutTotal) {
  Exposition text(MetricsFormat::openmetrics);
  text.family("parley_audio_seconds_total", "Audio.", MeterKind::counter);
  text.sample(2);
  EXPECT_EQ(text.finish(),
            "# HELP parley_audio_seconds Audio.\n# TYPE parley_audio_seconds counter\n"
            "# UNIT parley_audio_seconds seconds\nparley_audio_seconds_total 2\n# EOF\n");
}

TEST(Exposition, HistogramsAreCumulativeAndEndAtInfinity) {
  Histogram histogram({0.5, 1});
  histogram.observe(0.25);
  histogram.observe(0.5);
  histogram.observe(0.75);
  histogram.observe(8);
  const std::string body =
      "parley_wait_seconds_bucket{transport=\"sip\",le=\"0.5\"} 2\n"
      "parley_wait_seconds_bucket{transport=\"sip\",le=\"1\"} 3\n"
      "parley_wait_seconds_bucket{transport=\"sip\",le=\"+Inf\"} 4\n"
      "parley_wait_seconds_sum{transport=\"sip\"} 9.5\n"
      "parley_wait_seconds_count{transport=\"sip\"} 4\n";
  Exposition classic(MetricsFormat::prometheus_text);
  classic.family("parley_wait_seconds", "Wait.", MeterKind::histogram);
  classic.sample(histogram, {{"transport", "sip"}});
  EXPECT_EQ(classic.finish(), "# HELP parley_wait_seconds Wait.\n# TYPE parley_wait_seconds histogram\n" + body);
  Exposition open(MetricsFormat::openmetrics);
  open.family("parley_wait_seconds", "Wait.", MeterKind::histogram);
  open.sample(histogram, {});
  const auto text = open.finish();
  EXPECT_NE(text.find("parley_wait_seconds_bucket{le=\"1.0\"} 3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("# UNIT parley_wait_seconds seconds\n"), std::string::npos) << text;
}

TEST(Exposition, EscapesHelpAndLabels) {
  Exposition text(MetricsFormat::prometheus_text);
  text.family("g", "a\\b\n\"c\"", MeterKind::gauge);
  text.sample(-1, {{"l", "a\\b\n\"c\""}});
  EXPECT_EQ(text.finish(), "# HELP g a\\\\b\\n\"c\"\n# TYPE g gauge\ng{l=\"a\\\\b\\n\\\"c\\\"\"} -1\n");
}

}  // namespace
}  // namespace parley
