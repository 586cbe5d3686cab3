// SPDX-License-Identifier: Apache-2.0
// Time is handed in: production reads the steady clock, tests advance a ManualClock by hand.
#pragma once

#include <memory>

#include "parley/async/task.hpp"
#include "parley/core/time.hpp"

namespace parley {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const noexcept = 0;
  virtual WallTime wall_now() const noexcept = 0;
  // Throws operation_aborted when cancelled. Wakes on the awaiting coroutine's executor.
  virtual Task<void> sleep_until(Instant when) = 0;
};

std::unique_ptr<Clock> create_system_clock();

}  // namespace parley
