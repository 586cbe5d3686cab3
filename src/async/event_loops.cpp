// SPDX-License-Identifier: Apache-2.0
#include "parley/async/event_loops.hpp"

#include <pthread.h>
#include <sched.h>

namespace parley {
namespace {

// Below the kernel's own real-time threads; any FIFO priority already beats every normal thread.
constexpr int kRealTimePriority = 10;

}  // namespace

EventLoop::EventLoop(const std::string& name, Scheduling scheduling)
    : work_(context_.get_executor()), thread_([this] { context_.run(); }) {
  pthread_setname_np(thread_.native_handle(), name.substr(0, 15).c_str());
  if (scheduling == Scheduling::real_time) {
    sched_param parameter{};
    parameter.sched_priority = kRealTimePriority;
    scheduled_as_asked_ = pthread_setschedparam(thread_.native_handle(), SCHED_FIFO, &parameter) == 0;
  }
}

void EventLoop::stop() { work_.reset(); }

void EventLoop::join() {
  stop();
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

EventLoop::~EventLoop() { join(); }

}  // namespace parley
