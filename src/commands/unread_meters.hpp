// SPDX-License-Identifier: Apache-2.0
// Meters of a command that ends before anybody could read them.
#pragma once

#include <list>

#include "parley/core/meters.hpp"

namespace parley::commands {

class UnreadMeters final : public Meters {
 public:
  Counter& counter(std::string_view, std::string_view, MeterLabels) override { return counters_.emplace_back(); }
  Gauge& gauge(std::string_view, std::string_view, MeterLabels) override { return gauges_.emplace_back(); }
  Histogram& histogram(std::string_view, std::string_view, std::vector<double> bounds, MeterLabels) override {
    return histograms_.emplace_back(std::move(bounds));
  }

 private:
  std::list<Counter> counters_;
  std::list<Gauge> gauges_;
  std::list<Histogram> histograms_;
};

}  // namespace parley::commands
