// SPDX-License-Identifier: Apache-2.0
#include "metrics_text.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <sstream>
#include <string>

namespace parley::commands {
namespace {

double number_in(const std::string& text) {
  if (text == "+Inf") return std::numeric_limits<double>::infinity();
  return std::strtod(text.c_str(), nullptr);
}

}  // namespace

double HistogramText::quantile(double share) const {
  const double wanted = share * count();
  double below = 0;
  double lower = 0;
  for (const auto& bucket : buckets) {
    if (bucket.cumulative >= wanted && bucket.cumulative > below) {
      if (std::isinf(bucket.upper)) return lower;
      return lower + (bucket.upper - lower) * (wanted - below) / (bucket.cumulative - below);
    }
    below = bucket.cumulative;
    lower = bucket.upper;
  }
  return 0;
}

HistogramText HistogramText::since(const HistogramText& earlier) const {
  auto difference = *this;
  for (std::size_t i = 0; i < difference.buckets.size() && i < earlier.buckets.size(); ++i) {
    difference.buckets[i].cumulative -= earlier.buckets[i].cumulative;
  }
  return difference;
}

HistogramText read_histogram(std::string_view metrics, std::string_view name) {
  std::map<double, double> sums;
  const auto wanted = std::string(name) + "_bucket{";
  std::istringstream lines{std::string(metrics)};
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(wanted)) continue;
    const auto bound = line.find("le=\"");
    const auto closes = bound == std::string::npos ? bound : line.find('"', bound + 4);
    const auto value = line.find("} ");
    if (closes == std::string::npos || value == std::string::npos) continue;
    sums[number_in(line.substr(bound + 4, closes - bound - 4))] += number_in(line.substr(value + 2));
  }
  HistogramText histogram;
  for (const auto& [upper, cumulative] : sums) histogram.buckets.push_back({upper, cumulative});
  return histogram;
}

}  // namespace parley::commands
