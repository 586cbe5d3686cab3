// SPDX-License-Identifier: Apache-2.0
// A loop on a thread of its own; the test waits for what runs there.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <utility>

#include "parley/async/event_loops.hpp"

namespace parley::test {

class LoopThread {
 public:
  template <class T>
  std::future<T> start(Task<T> work) {
    return asio::co_spawn(loop_.executor(), std::move(work), asio::use_future);
  }
  template <class T>
  T run(Task<T> work) {
    return start(std::move(work)).get();
  }
  Executor home() { return loop_.executor(); }

 private:
  EventLoop loop_{"test", Scheduling::normal};
};

}  // namespace parley::test
