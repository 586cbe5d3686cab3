// SPDX-License-Identifier: Apache-2.0
// What a carrier's stream said that it should not have said: counted for all calls, logged once a call and kind.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"

namespace parley {

enum class BadInput : std::uint8_t {
  broken,           // no JSON object, or without what its event needs: ignored
  binary,           // ignored
  unknown_event,    // ignored; newer than we are
  before_start,     // audio, digits or marks before `start`: ignored
  second_start,     // ignored; the first one stays
  foreign_stream,   // another streamSid than that of `start`: ignored
  bad_audio,        // no base64: dropped
  oversized_audio,  // more than a second in one message: dropped
  late_audio,       // a chunk that came already, or after a later one: dropped
  wild_chunk,       // a chunk number far from all others: dropped
  too_fast,         // seconds ahead of real time: dropped
  bad_digit,        // ignored
  unknown_mark,     // ignored
};
constexpr std::size_t kBadInputs = 13;
std::string_view to_string(BadInput what);

// parley_twilio_bad_input_total by kind, for every call of the door. Thread-safe.
class BadInputMeters {
 public:
  explicit BadInputMeters(Meters& meters);
  void count(BadInput what) { counters_[static_cast<std::size_t>(what)]->add(); }

 private:
  std::array<Counter*, kBadInputs> counters_;
};

// Of one call.
class BadInputNotes {
 public:
  // So much of what no sound client says closes the stream.
  static constexpr std::uint64_t kTooMuch = 100;

  BadInputNotes(BadInputMeters& meters, Log log) : meters_(meters), log_(std::move(log)) {}
  void note(BadInput what);
  std::uint64_t of(BadInput what) const { return seen_[static_cast<std::size_t>(what)]; }
  std::uint64_t total() const;
  bool too_much() const;

 private:
  BadInputMeters& meters_;
  Log log_;
  std::array<std::uint64_t, kBadInputs> seen_{};
};

}  // namespace parley
