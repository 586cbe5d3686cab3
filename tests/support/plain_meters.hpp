// SPDX-License-Identifier: Apache-2.0
// Meters that only count, found again by name.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "parley/core/meters.hpp"

namespace parley::test {

class PlainMeters final : public Meters {
 public:
  Counter& counter(std::string_view name, std::string_view, MeterLabels labels) override {
    return counters_[key(name, labels)];
  }
  Gauge& gauge(std::string_view name, std::string_view, MeterLabels labels) override {
    return gauges_[key(name, labels)];
  }
  Histogram& histogram(std::string_view name, std::string_view, std::vector<double> bounds,
                       MeterLabels labels) override {
    return histograms_.try_emplace(key(name, labels), std::move(bounds)).first->second;
  }

 private:
  static std::string key(std::string_view name, const MeterLabels& labels) {
    std::string text(name);
    for (const auto& [label, value] : labels) text += "," + label + "=" + value;
    return text;
  }
  std::map<std::string, Counter> counters_;
  std::map<std::string, Gauge> gauges_;
  std::map<std::string, Histogram> histograms_;
};

}  // namespace parley::test
