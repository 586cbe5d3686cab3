// SPDX-License-Identifier: Apache-2.0
// Meters that a test can read: a map by name and labels.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "parley/core/meters.hpp"

namespace parley::test {

class CountedMeters final : public Meters {
 public:
  Counter& counter(std::string_view name, std::string_view, MeterLabels labels = {}) override {
    const std::lock_guard lock(mutex_);
    return counters_[{std::string(name), std::move(labels)}];
  }
  Gauge& gauge(std::string_view name, std::string_view, MeterLabels labels = {}) override {
    const std::lock_guard lock(mutex_);
    return gauges_[{std::string(name), std::move(labels)}];
  }
  Histogram& histogram(std::string_view name, std::string_view, std::vector<double> bounds,
                       MeterLabels labels = {}) override {
    const std::lock_guard lock(mutex_);
    auto& place = histograms_[{std::string(name), std::move(labels)}];
    if (!place) place = std::make_unique<Histogram>(std::move(bounds));
    return *place;
  }

 private:
  using Name = std::pair<std::string, MeterLabels>;
  std::mutex mutex_;
  std::map<Name, Counter> counters_;
  std::map<Name, Gauge> gauges_;
  std::map<Name, std::unique_ptr<Histogram>> histograms_;
};

}  // namespace parley::test
