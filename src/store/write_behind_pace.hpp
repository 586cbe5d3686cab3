// SPDX-License-Identifier: Apache-2.0
// How long to wait before the next try. Pure.
#pragma once

#include <chrono>
#include <cstdint>

namespace parley {

class BackOff {
 public:
  BackOff(std::chrono::milliseconds first, std::chrono::milliseconds longest) : first_(first), longest_(longest) {}

  // Doubles from try to try up to `longest`, less up to a quarter: nodes that lost one database do not come back in
  // step. `random`: any number.
  std::chrono::milliseconds failed(std::uint32_t random);
  void succeeded() { next_ = std::chrono::milliseconds{0}; }

 private:
  std::chrono::milliseconds first_;
  std::chrono::milliseconds longest_;
  std::chrono::milliseconds next_{0};
};

}  // namespace parley
