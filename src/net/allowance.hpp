// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

#include "parley/core/time.hpp"

namespace parley {

// How many messages and pings the other side may send: a bucket that fills with time.
class Allowance {
 public:
  static constexpr double kBurstSeconds = 2;

  Allowance(double per_second, Instant now) : rate_(per_second), level_(per_second * kBurstSeconds), counted_(now) {}
  bool take(Instant now) {
    level_ += rate_ * std::chrono::duration<double>(now - counted_).count();
    level_ = std::min(level_, rate_ * kBurstSeconds);
    counted_ = now;
    level_ -= 1;
    return level_ >= 0;
  }

 private:
  double rate_;
  double level_;
  Instant counted_;
};

}  // namespace parley
