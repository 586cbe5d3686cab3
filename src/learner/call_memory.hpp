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

  // What the caller makes of an answer from memory; none: nothing against it.
  struct Reaction {
    AnsweredTurn about;
    CallerSignal signal = CallerSignal::none;
  };
  // nullopt: what was answered before did not come from memory, or there was nothing before.
  std::optional<Reaction> next(const AnsweredTurn& turn);
  // The call is over: what its caller said nothing against.
  std::optional<Reaction> forget(const CallId& call);
  std::size_t size() const { return last_.size(); }

 private:
  std::size_t most_;
  std::map<CallId, AnsweredTurn> last_;
  std::deque<CallId> oldest_;  // may name calls that are forgotten
};

}  // namespace parley
