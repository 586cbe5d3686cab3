// SPDX-License-Identifier: Apache-2.0
// RFC 3261's timers and a queue of deadlines. libre keeps timers in one sorted list and on the wall clock: this does
// not.
#pragma once

#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "parley/core/time.hpp"

namespace parley::sip {

struct SipTimings {
  std::chrono::milliseconds t1{500};
  std::chrono::milliseconds t2{4000};
  std::chrono::milliseconds t4{5000};

  std::chrono::milliseconds timeout() const { return 64 * t1; }

  friend bool operator==(const SipTimings&, const SipTimings&) = default;
};

// Nothing is ever taken out early: whoever pops a key asks its owner whether that deadline still stands.
template <class Key>
class DeadlineQueue {
 public:
  void add(Instant when, Key key) { heap_.push({when, std::move(key)}); }
  std::optional<Instant> next() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.top().when;
  }
  // The earliest one that is due, with its instant.
  std::optional<std::pair<Instant, Key>> pop_due(Instant now) {
    if (heap_.empty() || heap_.top().when > now) return std::nullopt;
    std::pair<Instant, Key> due{heap_.top().when, heap_.top().key};
    heap_.pop();
    return due;
  }

 private:
  struct Entry {
    Instant when;
    Key key;
    bool operator<(const Entry& other) const { return when > other.when; }  // the top is the earliest
  };
  std::priority_queue<Entry> heap_;
};

inline std::optional<Instant> earliest(std::optional<Instant> left, std::optional<Instant> right) {
  if (!left || (right && *right < *left)) return right;
  return left;
}

}  // namespace parley::sip
