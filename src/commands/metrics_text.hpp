// SPDX-License-Identifier: Apache-2.0
// A histogram out of the Prometheus text that /metrics serves.
#pragma once

#include <string_view>
#include <vector>

namespace parley::commands {

struct HistogramText {
  struct Bucket {
    double upper = 0;       // seconds; infinity for the last
    double cumulative = 0;  // observations up to it

    friend bool operator==(const Bucket&, const Bucket&) = default;
  };
  std::vector<Bucket> buckets;  // by upper bound; empty: there is no such histogram

  double count() const { return buckets.empty() ? 0 : buckets.back().cumulative; }
  // Linear within the bucket, as Prometheus estimates it; the last bound when it lies beyond every bound.
  double quantile(double share) const;
  // What was observed since `earlier`.
  HistogramText since(const HistogramText& earlier) const;

  friend bool operator==(const HistogramText&, const HistogramText&) = default;
};

// Series that differ in labels besides `le` are added up.
HistogramText read_histogram(std::string_view metrics, std::string_view name);

}  // namespace parley::commands
