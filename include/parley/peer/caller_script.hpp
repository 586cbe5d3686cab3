// SPDX-License-Identifier: Apache-2.0
// When the simulated caller speaks, waits and hangs up, and the bookkeeping of its turns. No clock, no sockets:
// the call asks once per 20 ms slot what to send and says when the agent was heard.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parley/peer/call_report.hpp"

namespace parley::peer {

struct ScriptInput {
  enum class Kind : std::uint8_t { speech, digits, silence };
  Kind kind = Kind::silence;
  std::string label;
  std::uint32_t slots = 0;                        // of 20 ms
  std::optional<std::uint32_t> last_voiced_slot;  // nullopt: the last one
};

// What goes out in one slot.
struct ScriptStep {
  enum class Kind : std::uint8_t { silence, input, hang_up };
  Kind kind = Kind::silence;
  std::size_t input = 0;  // with Kind::input: which, and which slot of it
  std::uint32_t slot = 0;

  friend bool operator==(const ScriptStep&, const ScriptStep&) = default;
};

class CallerScript {
 public:
  struct Settings {
    CallTime agent_silence{700'000};
    CallTime longest_wait{10'000'000};
    std::optional<CallTime> barge_in;
  };
  // After a pause of this length the agent says something new rather than going on with what it said.
  static constexpr CallTime kNewSpeechAfter{300'000};

  CallerScript(std::vector<ScriptInput> inputs, Settings settings);

  void answered(CallTime at);
  // Once per slot from the answer on; the slot leaves at `now`. Hang-up is asked for once, then silence.
  ScriptStep next(CallTime now);
  // Voiced sound of the agent arrived.
  void agent_voiced(CallTime from, CallTime until);
  bool finished() const { return finished_; }

  const std::vector<ReportedTurn>& turns() const { return turns_; }
  std::optional<CallTime> greeting_audio() const { return greeting_audio_; }  // from the answer
  std::optional<CallTime> greeting_end() const { return greeting_end_; }
  bool greeting_interrupted() const { return greeting_interrupted_; }

 private:
  bool may_start(const ScriptInput& input, CallTime now) const;
  bool agent_has_finished(CallTime now) const;
  CallTime pause() const;
  bool agent_sounds(CallTime now) const;
  void start(const ScriptInput& input, CallTime now);

  std::vector<ScriptInput> inputs_;
  Settings settings_;

  CallTime answered_{};
  CallTime listening_since_{};         // the answer, or the end of our last speech
  std::size_t input_ = 0;              // the one that plays or comes next
  std::optional<std::uint32_t> slot_;  // next slot of the input that plays
  bool finished_ = false;

  std::optional<CallTime> agent_began_;  // of its newest stretch of speech
  std::optional<CallTime> agent_until_;  // behind the last voiced sample
  bool heard_ = false;                   // anything new from the agent since listening_since_
  bool talks_on_ = false;                // the agent still says what it said before we spoke
  bool reply_over_ = false;

  std::vector<ReportedTurn> turns_;
  std::optional<CallTime> greeting_audio_;
  std::optional<CallTime> greeting_end_;
  bool greeting_interrupted_ = false;
};

}  // namespace parley::peer
