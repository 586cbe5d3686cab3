// SPDX-License-Identifier: Apache-2.0
// When to try to connect, and when to stop believing in a connection. No clock, no socket, no dice: all are handed in.
#pragma once

#include <chrono>
#include <cstdint>

#include "parley/core/time.hpp"

namespace parley {

class LinkPolicy {
 public:
  struct Pauses {
    std::chrono::milliseconds deadline{250};
    std::chrono::milliseconds first{100};
    std::chrono::milliseconds longest{2000};
  };
  explicit LinkPolicy(Pauses pauses) : pauses_(pauses) {}

  // Answers of one connection come in order: one that is missing holds up every later one. A connection that owes an
  // answer and has been silent for a whole deadline is therefore given up. One that still answers, only late, is kept:
  // connecting anew would make a busy server busier.
  Instant give_up_at(Instant oldest_asked, Instant last_heard) const;

  void stood_up(Instant now) { stands_since_ = now; }
  // The connection, or the try at one, has ended: how long to wait. `random` in [0, 1). Doubles each time, half of it
  // by chance, so that instances do not come back in step. Only a connection that lasted makes the pauses short again:
  // a server that takes connections and drops them must not be hammered.
  Duration ended(Instant now, double random);

 private:
  const Pauses pauses_;
  Instant stands_since_ = Instant::max();
  std::uint32_t failures_ = 0;
};

}  // namespace parley
