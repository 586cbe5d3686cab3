// SPDX-License-Identifier: Apache-2.0
// Keys of new rows: UUIDs v7 that sort in the order in which this process made them.
#pragma once

#include <mutex>
#include <string>

#include "parley/async/clock.hpp"
#include "parley/core/ids.hpp"

namespace parley {

// Thread-safe. RFC 9562 §6.2, method 1: a counter in the 12 bits behind the milliseconds, the rest random.
class RowIds {
 public:
  explicit RowIds(const Clock& clock) : clock_(&clock) {}
  // For a few rows of one moment, among which alone the order counts.
  explicit RowIds(WallTime now) : fixed_(now) {}
  std::string next();  // throws std::runtime_error when the kernel gives no random numbers

 private:
  const Clock* clock_ = nullptr;  // null: `fixed_` is the time
  WallTime fixed_{};
  std::mutex mutex_;  // guards what follows
  WallTime when_{};
  unsigned counter_ = 0;
};

}  // namespace parley
