// SPDX-License-Identifier: Apache-2.0
// An event loop for calls and what lives on its thread.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <future>
#include <string>

#include "node.hpp"

namespace parley {

struct Node::CallLoop {
  CallLoop(const std::string& name, Scheduling scheduling, Clock& clock, Histogram& lateness)
      : loop(name, scheduling), wheel(clock, create_alarm(loop.executor()), &lateness) {}

  EventLoop loop;
  SlotWheel wheel;
  asio::cancellation_signal cancel;  // emitted on the loop
  std::promise<void> ended;          // of the floor's root on this loop
};

}  // namespace parley
