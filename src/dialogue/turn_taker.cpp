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
  interruptible_ = true;
  paused_ = false;
  return turn_;
}

bool TurnTaker::idle() const { return caller_ == Caller::quiet && agent_ == Agent::silent && !held_; }

Instant TurnTaker::endpoint() const { return voice_stopped_at_ + endpointing_.silence_needed(whole()); }

SpokenSoFar TurnTaker::whole() const {
  SpokenSoFar all = spoken_;
  all.text = joined(prefix_, spoken_.text);
  all.number = all.number || (wants_number_ && all.text.empty());
  return all;
}

std::optional<Instant> TurnTaker::next_deadline() const {
  std::optional<Instant> next;
  const auto sooner = [&next](Instant when) { next = next ? std::min(*next, when) : when; };
  if (caller_ == Caller::talking) sooner(turn_started_at_ + settings_.longest_utterance);
  if (paused_ && caller_ == Caller::talking) sooner(turn_started_at_ + interjections_.longest());
  if (paused_ && caller_ == Caller::pausing) sooner(voice_stopped_at_ + interjections_.resume_after());
  if (!paused_ && !suspected_ && caller_ == Caller::pausing) sooner(endpoint());
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
  weigh_interjection(now);
  if (!paused_ && !suspected_ && caller_ == Caller::pausing && now >= endpoint()) end_utterance(now);
  if (caller_ == Caller::ending && now >= decided_at_ + settings_.final_within) {
    last_final_ = std::max(last_final_, awaited_utterance_);
    final_known({awaited_utterance_, true, spoken_, spoken_confidence_, now, {}});
  }
  if (idle() && now >= idle_since_ + settings_.prompt_after) {
    CallerTurn nobody;
    nobody.silent = true;
    nobody.started_at = nobody.ended_at = nobody.decided_at = nobody.heard_at = now;
    start_reply(std::move(nobody));
  }
}

void TurnTaker::handle(const VoiceSuspected& event) {
  suspected_ = true;
  // A reply that has not begun is not held up by a breath.
  if (agent_ == Agent::speaking) pause(event.at);
}

void TurnTaker::handle(const VoiceDismissed& event) {
  suspected_ = false;
  if (caller_ == Caller::quiet) resume();
  // A single digit between two pauses is over before it is sure: while a number is being read out, any sound counts.
  if (caller_ == Caller::pausing && whole().number) voice_stopped_at_ = event.at;
  handle(TimePassed{event.at});  // an endpoint may have waited for this
}

void TurnTaker::handle(const VoiceStarted& event) {
  suspected_ = false;
  if (caller_ == Caller::quiet) {
    turn_started_at_ = event.at;
    spoken_ = {};
    spoken_confidence_ = 0;
    actions_.emplace_back(DiscardUtterance{});
  } else if (caller_ == Caller::pausing || caller_ == Caller::ending) {
    endpointing_.went_on_after(whole(), event.at - voice_stopped_at_);
  }
  if (caller_ == Caller::ending) {
    // The turn was thought over, but the caller goes on before anything was answered.
    ++finals_for_prefix_;
    spoken_ = {};
  }
  caller_ = Caller::talking;
  voice_started_at_ = event.at;
  pause(event.at);
}

void TurnTaker::handle(const VoiceSustained& event) {
  if (caller_ != Caller::talking || agent_ != Agent::speaking || !interruptible_) return;
  // Right at the start of a reply no words are needed: the caller had not finished.
  if (voice_started_at_ < agent_started_at_ + settings_.reopen_within) interrupt();
  weigh_interjection(event.at);
}

void TurnTaker::handle(const VoiceStopped& event) {
  if (caller_ != Caller::talking) return;
  caller_ = Caller::pausing;
  voice_stopped_at_ = event.at;
  weigh_interjection(event.at);
}

void TurnTaker::handle(const WordsHeard& event) {
  if (!event.final) {
    if (event.utterance <= awaited_utterance_ || caller_ == Caller::ending) return;
    if (late_words(event)) {
      // The agent went on too early: a recogniser under load.
      caller_ = Caller::pausing;
      pause(voice_started_at_);
    }
    spoken_ = event.spoken;
    spoken_confidence_ = event.confidence;
    weigh_interjection(event.at);
    const bool may_end = caller_ == Caller::pausing && !paused_ && !suspected_;
    if (may_end && event.at >= endpoint()) end_utterance(event.at);
    return;
  }
  if (event.utterance <= last_final_) return;
  last_final_ = event.utterance;
  if (finals_for_prefix_ > 0) {
    --finals_for_prefix_;
    prefix_ = joined(prefix_, event.spoken.text);
    prefix_words_.insert(prefix_words_.end(), event.words.begin(), event.words.end());
    return;
  }
  if (caller_ == Caller::ending) final_known(event);
}

void TurnTaker::handle(const UtteranceEnded& event) { awaited_utterance_ = event.utterance; }

void TurnTaker::handle(const ReplyPlanned& event) {
  if (event.turn != turn_) return;
  interruptible_ = event.interruptible;
  wants_number_ = event.wants_number;
  if (!interruptible_) resume();
}

void TurnTaker::handle(const AgentStarted& event) {
  if (event.turn != turn_) return;
  agent_ = Agent::speaking;
  agent_started_at_ = event.at;
}

void TurnTaker::handle(const AgentFinished& event) {
  if (event.turn != turn_) return;
  resume();
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

void TurnTaker::final_known(const WordsHeard& final) {
  caller_ = Caller::quiet;
  const std::string whole = joined(std::exchange(prefix_, {}), final.spoken.text);
  auto words = std::exchange(prefix_words_, {});
  words.insert(words.end(), final.words.begin(), final.words.end());
  finals_for_prefix_ = 0;
  const auto voiced = voice_stopped_at_ - turn_started_at_;
  // While the agent speaks, something that did not interrupt it is no turn.
  if (agent_ != Agent::silent) return;
  if (whole.empty() && unfinished_.empty() && voiced < settings_.unheard_from) return;
  CallerTurn caller;
  caller.text = whole;
  caller.continued = std::exchange(unfinished_, {});
  // A sound, but no words, cut into the reply: what was asked is still to be answered.
  if (caller.text.empty()) caller.text = std::exchange(caller.continued, {});
  caller.confidence = final.confidence;
  caller.words = std::move(words);
  caller.started_at = turn_started_at_;
  caller.ended_at = voice_stopped_at_;
  caller.decided_at = decided_at_;
  caller.heard_at = final.at;
  start_reply(std::move(caller));
}

void TurnTaker::start_reply(CallerTurn caller) {
  ++turn_.value;
  agent_ = Agent::thinking;
  interruptible_ = true;
  paused_ = false;
  replied_to_ = joined(caller.continued, caller.text);
  answered_until_ = caller.ended_at;
  answered_ = spoken_;
  actions_.emplace_back(StartReply{turn_, std::move(caller)});
}

void TurnTaker::pause(Instant voice_at) {
  if (paused_ || agent_ == Agent::silent || !interruptible_) return;
  paused_ = true;
  actions_.emplace_back(PauseSpeaking{turn_, voice_at});
}

void TurnTaker::resume() {
  if (!paused_) return;
  paused_ = false;
  actions_.emplace_back(ResumeSpeaking{turn_});
}

// The agent waits for a sound of the caller's to be understood: stop or go on?
void TurnTaker::weigh_interjection(Instant now) {
  if (!paused_ || (caller_ != Caller::talking && caller_ != Caller::pausing)) return;
  const bool talking = caller_ == Caller::talking;
  const Instant voice_end = talking ? now : voice_stopped_at_;
  switch (interjections_.judge(spoken_, voice_end - turn_started_at_, talking ? Duration{} : now - voice_stopped_at_)) {
    case Interjection::undecided:
      return;
    case Interjection::meant:
      return interrupt();
    case Interjection::aside:
      caller_ = Caller::quiet;
      return resume();
  }
}

// Words of a sound that was taken for an aside a moment ago.
bool TurnTaker::late_words(const WordsHeard& event) const {
  constexpr std::chrono::milliseconds kLatest{1500};
  return caller_ == Caller::quiet && agent_ != Agent::silent && !event.spoken.text.empty() &&
         event.at < voice_stopped_at_ + kLatest && voice_stopped_at_ > answered_until_;
}

void TurnTaker::interrupt() {
  const bool had_not_finished =
      agent_ == Agent::thinking || voice_started_at_ < agent_started_at_ + settings_.reopen_within;
  unfinished_ = had_not_finished ? replied_to_ : std::string();
  if (had_not_finished && !replied_to_.empty()) {
    endpointing_.went_on_after(answered_, voice_started_at_ - answered_until_);
  }
  replied_to_.clear();
  paused_ = false;
  actions_.emplace_back(StopSpeaking{turn_});
  ++turn_.value;
  agent_ = Agent::silent;
}

}  // namespace parley
