// SPDX-License-Identifier: Apache-2.0
// The last turn of each call, to see what its caller makes of the answer. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>

#include "parley/answering/answering.hpp"
#include "parley/learning/signals.hpp"

namespace parley {

class CallMemory {
 public:
  explicit CallMemory(std::size_t calls) : most_(calls) {}

  struct Complaint {
    AnsweredTurn about;
    CallerSignal signal = CallerSignal::none;
  };
  // nullopt: what the caller says now is no complaint about what was answered from memory before.
  std::optional<Complaint> next(const AnsweredTurn& turn);
  void forget(const CallId& call) { last_.erase(call); }
  std::size_t size() const { return last_.size(); }

 private:
  std::size_t most_;
  std::map<CallId, AnsweredTurn> last_;
  std::deque<CallId> oldest_;  // may name calls that are forgotten
};

}  // namespace parley
