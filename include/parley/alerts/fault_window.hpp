// SPDX-License-Identifier: Apache-2.0
// How two counters that only rise grew over the last minutes. Pure: time is handed in.
#pragma once

#include <cstdint>
#include <deque>

#include "parley/core/time.hpp"

namespace parley {

class FaultWindow {
 public:
  struct Growth {
    std::uint64_t decisions = 0;
    std::uint64_t errors = 0;
  };

  explicit FaultWindow(Duration length) : length_(length) {}
  // What the counters show now; since the newest sample that is at least a window old, or the oldest there is.
  Growth add(Instant now, std::uint64_t decisions, std::uint64_t errors) {
    samples_.push_back({now, {decisions, errors}});
    while (samples_.size() > 1 && samples_[1].at <= now - length_) samples_.pop_front();
    const auto& oldest = samples_.front().seen;
    return {decisions - oldest.decisions, errors - oldest.errors};
  }

 private:
  struct Sample {
    Instant at;
    Growth seen;
  };
  Duration length_;
  std::deque<Sample> samples_;
};

}  // namespace parley
