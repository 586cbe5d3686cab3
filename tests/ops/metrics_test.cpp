// SPDX-License-Identifier: Apache-2.0
#include "parley/ops/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley {
namespace {

TEST(MetricsFormatChoice, FollowsTheAcceptHeader) {
  struct Case {
    const char* accept;
    MetricsFormat format;
  };
  // The third is what Prometheus 2.x sends.
  for (const auto& [accept, format] :
       {Case{"", MetricsFormat::prometheus_text}, Case{"*/*", MetricsFormat::prometheus_text},
        Case{"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
             "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
             MetricsFormat::openmetrics},
        Case{"text/plain, application/openmetrics-text;q=0.5", MetricsFormat::prometheus_text},
        Case{"application/openmetrics-text;q=0", MetricsFormat::prometheus_text},
        Case{"Application/OpenMetrics-Text ; Q=0.9 , text/*;q=0.2", MetricsFormat::openmetrics},
        Case{";;,,q=;application", MetricsFormat::prometheus_text}}) {
    EXPECT_EQ(choose_metrics_format(accept), format) << accept;
  }
}

TEST(Meters, OneNameAndLabelsAreOneMeter) {
  const auto meters = create_meters({"1.2.3", "abc"});
  auto& first = meters->counter("parley_calls_total", "Calls.", {{"a", "1"}, {"b", "2"}});
  auto& same = meters->counter("parley_calls_total", "Calls.", {{"b", "2"}, {"a", "1"}});
  auto& other = meters->counter("parley_calls_total", "Calls.", {{"a", "1"}, {"b", "3"}});
  EXPECT_EQ(&first, &same);
  EXPECT_NE(&first, &other);
}

TEST(Meters, ShowWhatWasCountedInOneBlockAFamily) {
  const auto meters = create_meters({"1.2.3", "abc"});
  meters->counter("parley_calls_total", "Calls.", {{"outcome", "completed"}}).add(2);
  meters->gauge("parley_live_calls", "Live.").set(3);
  meters->histogram("parley_gap_seconds", "Gap.", {0.1, 1}).observe(0.05);
  meters->counter("parley_calls_total", "Calls.", {{"outcome", "failed"}}).add();
  const auto text = meters->expose(MetricsFormat::prometheus_text);
  EXPECT_NE(text.find("parley_build_info{commit=\"abc\",version=\"1.2.3\"} 1\n"), std::string::npos);
  EXPECT_NE(text.find("# TYPE parley_calls_total counter\nparley_calls_total{outcome=\"completed\"} 2\n"
                      "parley_calls_total{outcome=\"failed\"} 1\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("parley_live_calls 3\n"), std::string::npos);
  EXPECT_NE(text.find("parley_gap_seconds_bucket{le=\"0.1\"} 1\n"), std::string::npos);
  EXPECT_NE(text.find("process_resident_memory_bytes "), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find("# EOF"), std::string::npos);
  EXPECT_TRUE(meters->expose(MetricsFormat::openmetrics).ends_with("\n# EOF\n"));
}

TEST(Meters, CountFromManyThreads) {
  const auto meters = create_meters({"1", "c"});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) meters->counter("parley_things_total", "Things.").add();
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(meters->counter("parley_things_total", "Things.").value(), 4000U);
}

TEST(MetersDeathTest, MisusedNamesAreMistakesOfOurs) {
  const auto meters = create_meters({"1", "c"});
  meters->gauge("parley_live_calls", "Live.");
#ifdef NDEBUG
  EXPECT_THROW(meters->counter("parley_calls", "No _total."), std::logic_error);
  EXPECT_THROW(meters->histogram("parley_live_calls", "Another type.", {1}), std::logic_error);
#else
  EXPECT_DEATH(meters->counter("parley_calls", "No _total."), "");
  EXPECT_DEATH(meters->histogram("parley_live_calls", "Another type.", {1}), "");
#endif
}

}  // namespace
}  // namespace parley
