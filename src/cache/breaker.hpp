// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>

#include "parley/core/time.hpp"

namespace parley {

// Keeps askers from something that just failed: nobody asks during a pause, then one at a time tries. Thread-safe.
class Breaker {
 public:
  struct Pauses {
    Duration first;
    Duration longest;  // each failure in a row doubles the pause up to this
  };
  explicit Breaker(Pauses pauses) : pauses_(pauses), pause_(pauses.first) {}

  bool may_ask(Instant now) {
    if (!open_.load(std::memory_order_acquire)) return true;
    const std::lock_guard lock(mutex_);
    if (now < again_at_) return false;
    again_at_ = now + pause_;  // the others wait for what this one finds
    trying_ = true;
    return true;
  }
  // True: it was closed.
  bool failed(Instant now) {
    const std::lock_guard lock(mutex_);
    const bool was_open = open_.exchange(true, std::memory_order_acq_rel);
    if (was_open && !trying_) return false;  // asked before it opened: the same failure once more
    trying_ = false;
    pause_ = was_open ? std::min(pause_ * 2, pauses_.longest) : pauses_.first;
    again_at_ = now + pause_;
    return !was_open;
  }
  // True: it was open.
  bool succeeded() {
    if (!open_.load(std::memory_order_acquire)) return false;
    const std::lock_guard lock(mutex_);
    return open_.exchange(false, std::memory_order_acq_rel);
  }
  bool open() const { return open_.load(std::memory_order_acquire); }

 private:
  const Pauses pauses_;
  std::atomic<bool> open_{false};
  std::mutex mutex_;
  Duration pause_;
  Instant again_at_{};
  bool trying_ = false;
};

}  // namespace parley
