// SPDX-License-Identifier: Apache-2.0
// Owns coroutines: what was started is always waited for. The first failure stops the siblings and is rethrown.
#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <list>

#include "parley/async/task.hpp"

namespace parley {

// Used on one executor only. The owner should be the root of a co_spawn: join() touches the cancellation state that
// all coroutines of one co_spawn share.
class TaskGroup {
 public:
  explicit TaskGroup(Executor home);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup();  // aborts when something still runs: a group must be joined

  void start(Task<void> work);
  // Asks every child to end, and every later one as soon as it starts; join() still waits for them.
  void stop();
  // Waits until every child has ended, also when the joiner itself is cancelled: it then stops the children, and what
  // its owner awaits afterwards (a farewell) is no longer cancelled. Rethrows the first failure that was no
  // cancellation.
  Task<void> join();
  bool idle() const { return running_.empty(); }

 private:
  Executor home_;
  std::list<asio::cancellation_signal> running_;
  asio::steady_timer idle_;  // never expires; cancelled to wake the joiner
  std::exception_ptr failure_;
  bool stopping_ = false;
};

}  // namespace parley
