// SPDX-License-Identifier: Apache-2.0
#include "command_queue.hpp"

#include <utility>

namespace parley::sip {

CommandQueue::Pushed CommandQueue::push(Command command) {
  const std::scoped_lock lock(mutex_);
  if (waiting_.size() >= capacity_) return Pushed::full;
  waiting_.push_back(std::move(command));
  return waiting_.size() == 1 ? Pushed::first : Pushed::joined;
}

std::vector<Command> CommandQueue::take() {
  std::vector<Command> all;
  const std::scoped_lock lock(mutex_);
  all.swap(waiting_);
  return all;
}

}  // namespace parley::sip
