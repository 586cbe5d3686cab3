// SPDX-License-Identifier: Apache-2.0
// Samples as text, in Prometheus' classic format 0.0.4 or OpenMetrics 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parley/core/meters.hpp"
#include "parley/ops/metrics.hpp"

namespace parley {

enum class MeterKind { counter, gauge, histogram };

class Exposition {
 public:
  explicit Exposition(MetricsFormat format) : format_(format) {}

  // Starts a family; its samples follow at once. A counter's name ends in _total.
  void family(std::string_view name, std::string_view help, MeterKind kind);
  void sample(double value, const MeterLabels& labels = {});
  void sample(const Histogram& histogram, const MeterLabels& labels);
  // The whole text; OpenMetrics ends with its mark.
  std::string finish();

 private:
  void line(std::string_view suffix, const MeterLabels& labels, std::string_view bound, double value);

  MetricsFormat format_;
  std::string out_;
  std::string name_;
};

// Shortest decimal that reads back as the same number; NaN, +Inf, -Inf.
std::string metric_value(double value);

}  // namespace parley
