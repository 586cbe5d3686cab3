// SPDX-License-Identifier: Apache-2.0
// Keys of new rows: UUIDs v7 that sort in the order in which one writer made them.
#pragma once

#include <string>

#include "parley/core/ids.hpp"

namespace parley {

// Used by one thread. RFC 9562 §6.2, method 1: a counter in the 12 bits behind the milliseconds, the rest random.
class RowIds {
 public:
  explicit RowIds(WallTime now);  // throws std::runtime_error when the kernel gives no random numbers
  std::string next();

 private:
  WallTime when_;
  unsigned counter_;
};

}  // namespace parley
