// SPDX-License-Identifier: Apache-2.0
// Writes the record of a call as it happens. Pure: instants in, milliseconds since the answer out.
#pragma once

#include <optional>
#include <string>

#include "parley/core/time.hpp"
#include "parley/dialogue/turn_taker.hpp"
#include "parley/router/route.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

class CallStory {
 public:
  explicit CallStory(CallRecord record) : record_(std::move(record)) {}

  void answered(Instant when, WallTime wall);
  // Returns the place of the turn, for what becomes known later.
  std::size_t caller_said(const CallerTurn& caller);
  // The agent speaks on an operator's word; nobody asked.
  std::size_t announced();
  void decided(std::size_t turn, const RouteDecision& decision, Duration took);
  // Of layer 2, from the asking.
  void first_words(std::size_t turn, Duration after);
  void replied(std::size_t turn, const std::string& text);
  void greeted(const std::string& text);
  void voice_ready(std::size_t turn, Duration synthesis);
  void first_frame_queued(std::size_t turn, const CallerTurn& caller, Instant when);
  void first_frame_sent(std::size_t turn, const CallerTurn& caller, Instant when);
  // nullopt: the greeting.
  void heard(std::optional<std::size_t> turn, const std::string& heard_text, bool interrupted);
  void recorded_to(std::string path) { record_.recording_path = std::move(path); }
  void ended(CallEnd reason, WallTime when);

  bool is_over() const { return record_.end_reason.has_value(); }
  const CallRecord& record() const { return record_; }
  const TurnRecord& turn(std::size_t place) const { return record_.turns[place]; }

 private:
  CallRecord record_;
  Instant answered_at_{};
};

}  // namespace parley
