// SPDX-License-Identifier: Apache-2.0
// What every benchmark prints: {name, machine, results: [{metric, value, unit, n}]}.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "statistics.hpp"

namespace parley::commands {

class BenchResults {
 public:
  explicit BenchResults(std::string name) : name_(std::move(name)) {}

  void add(std::string metric, double value, std::string unit, std::size_t n);
  void add(std::string metric, const Share& share) { add(std::move(metric), share.value(), "share", share.cases); }
  // `values` in milliseconds; adds METRIC.p50 and METRIC.p95.
  void add_milliseconds(const std::string& metric, const std::vector<double>& values);

  bool empty() const { return figures_.empty(); }
  std::string to_json(const std::string& machine) const;
  std::string to_text() const;

 private:
  struct Figure {
    std::string metric;
    double value;
    std::string unit;
    std::size_t n;
  };

  std::string name_;
  std::vector<Figure> figures_;
};

// Processor and number of cores, from /proc/cpuinfo.
std::string machine_name();
std::string machine_in(const std::string& cpuinfo, unsigned cores);

}  // namespace parley::commands
