// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/turn_taker.hpp"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

std::string joined(const std::string& first, const std::string& second) {
  if (first.empty()) return second;
  if (second.empty()) return first;
  return first + " " + second;
}

}  // namespace

TurnActions TurnTaker::on(const TurnEvent& event) {
  actions_.clear();
  std::visit([this](const auto& happened) { handle(happened); }, event);
  return std::exchange(actions_, {});
}

TurnId TurnTaker::open_agent_turn() {
  ++turn_.value;
  agent_ = Agent::thinking;
  return turn_;
}

bool TurnTaker::idle() const { return caller_ == Caller::quiet && agent_ == Agent::silent && !held_; }

Instant TurnTaker::endpoint() const {
  SpokenSoFar whole = spoken_;
  whole.text = joined(prefix_, spoken_.text);
  return voice_stopped_at_ + endpointing_.silence_needed(whole);
}

std::optional<Instant> TurnTaker::next_deadline() const {
  std::optional<Instant> next;
  const auto sooner = [&next](Instant when) { next = next ? std::min(*next, when) : when; };
  if (caller_ == Caller::talking) sooner(turn_started_at_ + settings_.longest_utterance);
  if (caller_ == Caller::pausing) sooner(endpoint());
  if (caller_ == Caller::ending) sooner(decided_at_ + settings_.final_within);
  if (idle()) sooner(idle_since_ + settings_.prompt_after);
  return next;
}

void TurnTaker::handle(const TimePassed& event) {
  const Instant now = event.now;
  if (caller_ == Caller::talking && now >= turn_started_at_ + settings_.longest_utterance) {
    // The voice goes on without a pause: take what there is and listen on.
    end_utterance(now);
    voice_stopped_at_ = now;
  }
  if (caller_ == Caller::pausing && now >= endpoint()) end_utterance(now);
  if (caller_ == Caller::ending && now >= decided_at_ + settings_.final_within) {
    last_final_ = std::max(last_final_, awaited_utterance_);
    final_known(spoken_.text, spoken_confidence_, now);
  }
  if (idle() && now >= idle_since_ + settings_.prompt_after) {
    CallerTurn nobody;
    nobody.silent = true;
    nobody.started_at = nobody.ended_at = nobody.decided_at = nobody.heard_at = now;
    start_reply(std::move(nobody));
  }
}

void TurnTaker::handle(const VoiceStarted& event) {
  if (caller_ == Caller::quiet) {
    turn_started_at_ = event.at;
    spoken_ = {};
    spoken_confidence_ = 0;
  }
  if (caller_ == Caller::ending) {
    // The turn was thought over, but the caller goes on before anything was answered.
    ++finals_for_prefix_;
    spoken_ = {};
  }
  caller_ = Caller::talking;
  voice_started_at_ = event.at;
}

void TurnTaker::handle(const VoiceSustained&) {
  if (caller_ == Caller::talking && agent_ != Agent::silent) interrupt();
}

void TurnTaker::handle(const VoiceStopped& event) {
  if (caller_ != Caller::talking) return;
  caller_ = Caller::pausing;
  voice_stopped_at_ = event.at;
}

void TurnTaker::handle(const WordsHeard& event) {
  if (!event.final) {
    if (event.utterance <= awaited_utterance_ || caller_ == Caller::ending) return;
    spoken_ = event.spoken;
    spoken_confidence_ = event.confidence;
    if (caller_ == Caller::pausing && event.at >= endpoint()) end_utterance(event.at);
    return;
  }
  if (event.utterance <= last_final_) return;
  last_final_ = event.utterance;
  if (finals_for_prefix_ > 0) {
    --finals_for_prefix_;
    prefix_ = joined(prefix_, event.spoken.text);
    return;
  }
  if (caller_ == Caller::ending) final_known(event.spoken.text, event.confidence, event.at);
}

void TurnTaker::handle(const UtteranceEnded& event) { awaited_utterance_ = event.utterance; }

void TurnTaker::handle(const AgentStarted& event) {
  if (event.turn != turn_) return;
  agent_ = Agent::speaking;
  agent_started_at_ = event.at;
}

void TurnTaker::handle(const AgentFinished& event) {
  if (event.turn != turn_) return;
  agent_ = Agent::silent;
  replied_to_.clear();
  idle_since_ = event.at;
}

void TurnTaker::handle(const ReplyAbandoned& event) { handle(AgentFinished{event.turn, event.at}); }

void TurnTaker::handle(const DigitPressed& event) {
  if (agent_ != Agent::silent) {
    interrupt();
    unfinished_.clear();
  }
  CallerTurn pressed;
  pressed.digit = event.digit;
  pressed.started_at = pressed.ended_at = pressed.decided_at = pressed.heard_at = event.at;
  start_reply(std::move(pressed));
}

void TurnTaker::handle(const HoldChanged& event) {
  held_ = event.held;
  idle_since_ = event.at;
}

void TurnTaker::end_utterance(Instant decided_at) {
  caller_ = Caller::ending;
  decided_at_ = decided_at;
  actions_.emplace_back(EndUtterance{});
}

void TurnTaker::final_known(const std::string& text, double confidence, Instant at) {
  caller_ = Caller::quiet;
  const std::string whole = joined(std::exchange(prefix_, {}), text);
  finals_for_prefix_ = 0;
  const auto voiced = voice_stopped_at_ - turn_started_at_;
  // While the agent speaks, something too short to interrupt it (a cough, "mhm") is no turn.
  if (agent_ != Agent::silent) return;
  if (whole.empty() && voiced < settings_.unheard_from) return;
  CallerTurn caller;
  caller.text = whole;
  caller.continued = std::exchange(unfinished_, {});
  caller.confidence = confidence;
  caller.started_at = turn_started_at_;
  caller.ended_at = voice_stopped_at_;
  caller.decided_at = decided_at_;
  caller.heard_at = at;
  start_reply(std::move(caller));
}

void TurnTaker::start_reply(CallerTurn caller) {
  ++turn_.value;
  agent_ = Agent::thinking;
  replied_to_ = joined(caller.continued, caller.text);
  actions_.emplace_back(StartReply{turn_, std::move(caller)});
}

void TurnTaker::interrupt() {
  const bool had_not_finished =
      agent_ == Agent::thinking || voice_started_at_ < agent_started_at_ + settings_.reopen_within;
  unfinished_ = had_not_finished ? replied_to_ : std::string();
  replied_to_.clear();
  actions_.emplace_back(StopSpeaking{turn_});
  ++turn_.value;
  agent_ = Agent::silent;
}

}  // namespace parley
