// SPDX-License-Identifier: Apache-2.0
// N event loops, one thread each. A call is placed on one loop and never moves.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "parley/async/task.hpp"

namespace parley {

enum class Scheduling { normal, real_time };  // real_time: SCHED_FIFO where permitted

class EventLoop {
 public:
  EventLoop(const std::string& name, Scheduling scheduling);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();  // stops and joins

  asio::io_context& context() { return context_; }
  Executor executor() { return context_.get_executor(); }
  // Whether the thread got the scheduling that was asked for.
  bool scheduled_as_asked() const { return scheduled_as_asked_; }
  void stop();  // after the work that is under way; then the thread ends
  // Ends the thread now. What uses the loop may be destroyed then, before the loop itself.
  void join();

 private:
  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  bool scheduled_as_asked_ = true;
  std::thread thread_;
};

}  // namespace parley
