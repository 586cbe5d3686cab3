// SPDX-License-Identifier: Apache-2.0
// One 20 ms tick for all calls of a loop, on an absolute timeline: lateness never adds up, no call has a timer.
#pragma once

#include <cstdint>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"

namespace parley::peer {

class Pacer {
 public:
  static constexpr Duration kSlot{std::chrono::milliseconds{20}};

  class Member {
   public:
    virtual ~Member() = default;
    virtual void on_slot(Duration late) = 0;
  };

  explicit Pacer(Clock& clock) : clock_(clock) {}

  void add(Member& member) { members_.push_back(&member); }
  void remove(Member& member);  // also from within on_slot
  Task<void> run();             // until cancelled

 private:
  // A stop of the whole machine is not made up for with a burst.
  static constexpr Duration kLongestCatchUp{std::chrono::milliseconds{200}};

  Clock& clock_;
  std::vector<Member*> members_;  // nullptr: gone, swept after the slot
};

}  // namespace parley::peer
