// SPDX-License-Identifier: Apache-2.0
// Commands from any thread to the SIP thread: bounded, with one wake-up however many are waiting.
#pragma once

#include <mutex>
#include <vector>

#include "session.hpp"

namespace parley::sip {

struct Command {
  SipSessionId session;
  SessionInput input;
};

class CommandQueue {
 public:
  explicit CommandQueue(std::size_t capacity) : capacity_(capacity) {}

  enum class Pushed {
    first,   // the SIP thread has to be woken
    joined,  // a wake-up is under way already
    full,    // dropped
  };
  [[nodiscard]] Pushed push(Command command);
  std::vector<Command> take();  // all, in order

 private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::vector<Command> waiting_;
};

}  // namespace parley::sip
