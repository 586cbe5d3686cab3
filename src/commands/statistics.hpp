// SPDX-License-Identifier: Apache-2.0
// Figures of a benchmark.
#pragma once

#include <cstddef>
#include <vector>

namespace parley::commands {

// Nearest rank, `share` 0–1; 0 of nothing.
double percentile(std::vector<double> values, double share);

// A share with the number of cases that it is of.
struct Share {
  std::size_t hits = 0;
  std::size_t cases = 0;

  void count(bool hit) {
    ++cases;
    if (hit) ++hits;
  }
  double value() const { return cases == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(cases); }

  friend bool operator==(const Share&, const Share&) = default;
};

}  // namespace parley::commands
