// SPDX-License-Identifier: Apache-2.0
// What a carrier or a browser does with the agent's audio: holds it, plays it in order in real time, throws it away
// when told to. Pure; times are handed in.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "parley/peer/call_report.hpp"

namespace parley::peer {

class CallerPlayout {
 public:
  // A piece of sound, or a mark between two of them.
  struct Entry {
    CallTime begins{};
    std::vector<std::int16_t> samples;  // 8000 Hz
    std::string mark;                   // when not empty: no sound
    std::uint32_t generation = 0;
    std::uint32_t position = 0;  // of the first sample, as its sender counts

    CallTime ends() const { return begins + CallTime(static_cast<std::int64_t>(samples.size()) * 125); }
  };

  // It sounds when it has arrived and everything before it is over.
  void add(std::vector<std::int16_t> samples, CallTime arrived, std::uint32_t generation = 0,
           std::uint32_t position = 0);
  void mark(std::string name, CallTime arrived);
  // The next entry that has begun by `now`.
  std::optional<Entry> next(CallTime now);
  // Everything that has not begun goes; the marks of it are returned.
  std::vector<std::string> clear(CallTime now);
  bool empty() const { return entries_.empty(); }

 private:
  std::deque<Entry> entries_;
  CallTime until_{};  // when all that was added will have been played
};

}  // namespace parley::peer
