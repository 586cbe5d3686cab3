// SPDX-License-Identifier: Apache-2.0
// Wakes one coroutine on its own executor from any thread.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <mutex>

#include "parley/async/task.hpp"

namespace parley {

// A ring that nobody waited for is remembered, so that it is never lost; several are one.
class Doorbell {
 public:
  void ring();
  // One waiter at a time. Throws operation_aborted when the awaiting coroutine was cancelled.
  Task<void> wait();

 private:
  struct Waiting;

  std::mutex mutex_;
  bool rung_ = false;
  Waiting* waiting_ = nullptr;  // lives in the frame of wait(), which takes it back before it ends
};

}  // namespace parley
