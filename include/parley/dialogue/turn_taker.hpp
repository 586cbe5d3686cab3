// SPDX-License-Identifier: Apache-2.0
// Whose turn it is. Event in, actions out: no clock, no sockets, no coroutine.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "parley/core/ids.hpp"
#include "parley/core/time.hpp"
#include "parley/dialogue/endpointing.hpp"
#include "parley/dialogue/interjection.hpp"
#include "parley/router/route.hpp"

namespace parley {

struct TurnSettings {
  EndpointSettings endpoint;
  InterjectionSettings interjection;
  std::chrono::milliseconds reopen_within{300};  // of the reply's first frame: the caller had not finished
  std::chrono::milliseconds final_within{1500};  // of the end of turn; then the last partial has to do
  std::chrono::milliseconds unheard_from{350};   // voice this long without words deserves "I didn't catch that"
  std::chrono::milliseconds longest_utterance{30000};
  std::chrono::milliseconds prompt_after{6000};
};

// Events. All instants are of the call's clock.
struct VoiceSuspected {  // loud enough; VoiceStarted or VoiceDismissed follows within 300 ms
  Instant at;            // first loud sample
};
struct VoiceDismissed {  // it was none
  Instant at;
};
struct VoiceStarted {
  Instant at;  // first voiced sample; reported once it is sure. May come without VoiceSuspected.
};
struct VoiceSustained {  // voiced long enough to be meant: no cough, no click. Once between start and stop.
  Instant at;
};
struct VoiceStopped {
  Instant at;  // end of the last voiced sample
};
struct WordsHeard {
  std::uint32_t utterance = 0;  // of the recogniser
  bool final = false;
  SpokenSoFar spoken;
  double confidence = 0;
  Instant at;
  std::vector<HeardTerm> words;  // of a final; may be empty
};
struct UtteranceEnded {
  std::uint32_t utterance = 0;  // number that the recogniser gave to what EndUtterance ended
};
struct ReplyPlanned {  // before anything of it is heard; replies are interruptible unless told otherwise
  TurnId turn;
  bool interruptible = true;
  bool wants_number = false;  // the caller will read out digits: pauses are to be expected before the first word too
};
struct AgentStarted {
  TurnId turn;
  Instant at;
};
struct AgentFinished {
  TurnId turn;
  Instant at;
};
struct DigitPressed {
  char digit = 0;
  Instant at;
};
struct ReplyAbandoned {  // nothing will be said in this turn
  TurnId turn;
  Instant at;
};
struct HoldChanged {
  bool held = false;
  Instant at;
};
struct TimePassed {
  Instant now;
};
using TurnEvent =
    std::variant<VoiceSuspected, VoiceDismissed, VoiceStarted, VoiceSustained, VoiceStopped, WordsHeard, UtteranceEnded,
                 ReplyPlanned, AgentStarted, AgentFinished, DigitPressed, ReplyAbandoned, HoldChanged, TimePassed>;

// Actions.
struct EndUtterance {  // ask the recogniser for the final transcript
  friend bool operator==(const EndUtterance&, const EndUtterance&) = default;
};
struct DiscardUtterance {  // what the recogniser has heard so far was noise; the newest moments stay
  friend bool operator==(const DiscardUtterance&, const DiscardUtterance&) = default;
};
struct PauseSpeaking {  // at once, to go on at the same sample; resumed or stopped later
  TurnId turn;
  Instant voice_at;  // first sample of the sound that was the reason
  friend bool operator==(const PauseSpeaking&, const PauseSpeaking&) = default;
};
struct ResumeSpeaking {  // it was not meant
  TurnId turn;
  friend bool operator==(const ResumeSpeaking&, const ResumeSpeaking&) = default;
};
struct StopSpeaking {  // the caller talks over `turn`; nothing of it may be played from now on
  TurnId turn;
  friend bool operator==(const StopSpeaking&, const StopSpeaking&) = default;
};
// One complete turn of the caller.
struct CallerTurn {
  std::string text;       // what was said since the last reply
  std::string continued;  // text of the turn that this one continues, when the caller had not finished
  double confidence = 0;
  std::vector<HeardTerm> words;  // of `text`, as far as the recogniser told them
  std::optional<char> digit;
  bool silent = false;  // nobody spoke for the time of the silence policy
  Instant started_at;   // first voiced sample
  Instant ended_at;     // last voiced sample
  Instant decided_at;   // end of turn
  Instant heard_at;     // final transcript

  friend bool operator==(const CallerTurn&, const CallerTurn&) = default;
};
struct StartReply {
  TurnId turn;
  CallerTurn caller;
  friend bool operator==(const StartReply&, const StartReply&) = default;
};
using TurnAction =
    std::variant<EndUtterance, DiscardUtterance, PauseSpeaking, ResumeSpeaking, StopSpeaking, StartReply>;
using TurnActions = std::vector<TurnAction>;

class TurnTaker {
 public:
  explicit TurnTaker(TurnSettings settings)
      : settings_(settings), endpointing_(settings.endpoint), interjections_(settings.interjection) {}

  TurnActions on(const TurnEvent& event);
  // The agent speaks first (greeting): its turn.
  TurnId open_agent_turn();
  TurnId turn() const { return turn_; }
  // Nobody talks and nothing is about to be said: the agent may begin of its own accord.
  bool idle() const;
  // When TimePassed is due next, if at all.
  std::optional<Instant> next_deadline() const;

 private:
  enum class Caller { quiet, talking, pausing, ending };
  enum class Agent { silent, thinking, speaking };

  void handle(const VoiceSuspected& event);
  void handle(const VoiceDismissed& event);
  void handle(const VoiceStarted& event);
  void handle(const VoiceSustained& event);
  void handle(const VoiceStopped& event);
  void handle(const WordsHeard& event);
  void handle(const UtteranceEnded& event);
  void handle(const ReplyPlanned& event);
  void handle(const AgentStarted& event);
  void handle(const AgentFinished& event);
  void handle(const DigitPressed& event);
  void handle(const ReplyAbandoned& event);
  void handle(const HoldChanged& event);
  void handle(const TimePassed& event);

  void end_utterance(Instant decided_at);
  void final_known(const WordsHeard& final);
  void start_reply(CallerTurn caller);
  void pause(Instant voice_at);
  void resume();
  void interrupt();
  void weigh_interjection(Instant now);
  bool late_words(const WordsHeard& event) const;
  Instant endpoint() const;
  SpokenSoFar whole() const;

  TurnSettings settings_;
  Endpointing endpointing_;
  InterjectionJudge interjections_;

  TurnId turn_;
  TurnActions actions_;
  Caller caller_ = Caller::quiet;
  Agent agent_ = Agent::silent;
  bool interruptible_ = true;  // the agent's running turn
  bool wants_number_ = false;  // of the newest reply
  bool paused_ = false;        // the agent waits until it is clear what the caller's sound means
  bool suspected_ = false;     // a sound that may become a voice
  bool held_ = false;

  SpokenSoFar spoken_;  // newest partial of the running utterance
  double spoken_confidence_ = 0;
  std::vector<HeardTerm> prefix_words_;
  std::string prefix_;                   // finals of this turn that came before the caller went on
  std::string unfinished_;               // text of the turn whose reply was cut into at its very start
  std::string replied_to_;               // text that the running reply answers
  std::uint32_t awaited_utterance_ = 0;  // 0: the recogniser has not named it yet
  std::uint32_t last_final_ = 0;
  std::uint32_t finals_for_prefix_ = 0;  // ended utterances whose finals belong in front of the running one
  Instant turn_started_at_{};
  Instant voice_started_at_{};
  Instant voice_stopped_at_{};
  SpokenSoFar answered_;      // newest partial of what the running reply answers
  Instant answered_until_{};  // last voiced sample of what the running reply answers
  Instant decided_at_{};
  Instant agent_started_at_{};
  Instant idle_since_{};
};

}  // namespace parley
