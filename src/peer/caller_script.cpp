// SPDX-License-Identifier: Apache-2.0
#include "parley/peer/caller_script.hpp"

#include <algorithm>
#include <utility>

namespace parley::peer {

CallerScript::CallerScript(std::vector<ScriptInput> inputs, Settings settings)
    : inputs_(std::move(inputs)), settings_(settings) {}

void CallerScript::answered(CallTime at) {
  answered_ = at;
  listening_since_ = at;
}

CallTime CallerScript::pause() const { return std::min(kNewSpeechAfter, settings_.agent_silence); }

bool CallerScript::agent_sounds(CallTime now) const { return agent_until_ && now - *agent_until_ < pause(); }

bool CallerScript::agent_has_finished(CallTime now) const {
  if (!heard_) return now - listening_since_ >= settings_.longest_wait;
  return now - *agent_until_ >= settings_.agent_silence;
}

bool CallerScript::may_start(const ScriptInput& input, CallTime now) const {
  if (input.kind == ScriptInput::Kind::silence) return true;
  if (settings_.barge_in && agent_began_ && *agent_began_ >= listening_since_ &&
      now - *agent_began_ >= *settings_.barge_in) {
    return true;
  }
  return agent_has_finished(now);
}

void CallerScript::start(const ScriptInput& input, CallTime now) {
  slot_ = 0;
  if (input.kind == ScriptInput::Kind::silence) return;
  talks_on_ = agent_sounds(now);
  if (talks_on_ && turns_.empty()) greeting_interrupted_ = true;
  if (talks_on_ && !turns_.empty() && turns_.back().reply_audio) turns_.back().interrupted = true;
  ReportedTurn turn;
  turn.input = input.label;
  turn.started = now;
  turns_.push_back(std::move(turn));
  reply_over_ = false;
}

ScriptStep CallerScript::next(CallTime now) {
  if (finished_) return {};
  if (!slot_ && input_ < inputs_.size() && may_start(inputs_[input_], now)) start(inputs_[input_], now);
  if (!slot_) {
    // Behind the last input: a speech or digits wait for the whole reply, a silence does not wait for one.
    const bool waits_for_reply = inputs_.empty() || inputs_.back().kind != ScriptInput::Kind::silence;
    const bool agent_quiet = !agent_until_ || now - *agent_until_ >= settings_.agent_silence;
    if (input_ < inputs_.size() || !(waits_for_reply ? agent_has_finished(now) : agent_quiet)) return {};
    finished_ = true;
    return {ScriptStep::Kind::hang_up, 0, 0};
  }
  const auto& input = inputs_[input_];
  const ScriptStep step{ScriptStep::Kind::input, input_, *slot_};
  const auto last_slot = input.slots == 0 ? 0 : input.slots - 1;
  if (input.kind != ScriptInput::Kind::silence &&
      *slot_ == std::min(input.last_voiced_slot.value_or(last_slot), last_slot)) {
    turns_.back().end_of_speech = now;
    listening_since_ = now;
    heard_ = false;
  }
  if (*slot_ >= last_slot) {
    slot_.reset();
    ++input_;
  } else {
    ++*slot_;
  }
  return step;
}

void CallerScript::agent_voiced(CallTime from, CallTime until) {
  const bool paused = !agent_until_ || from - *agent_until_ >= pause();
  const bool ended = !agent_until_ || from - *agent_until_ >= settings_.agent_silence;
  if (!turns_.empty()) {
    auto& turn = turns_.back();
    if (talks_on_ && paused) {
      talks_on_ = false;
      turn.agent_stopped = agent_until_;
    }
    if (!talks_on_) {
      // A reply that began and was broken off while we still spoke goes on behind our speech.
      const bool behind_speech = turn.end_of_speech && agent_until_ && *agent_until_ > *turn.end_of_speech;
      if (turn.reply_audio && ended && behind_speech) reply_over_ = true;
      if (!turn.reply_audio) turn.reply_audio = from;
      if (!reply_over_) turn.reply_end = std::max(turn.reply_end.value_or(until), until);
    }
  } else {
    if (!greeting_audio_) greeting_audio_ = from - answered_;
    greeting_end_ = until;
  }
  // Barge-in counts from what was begun since we last spoke, so a break in the agent's speech begins it anew.
  const bool new_to_us = agent_began_ && *agent_began_ < listening_since_ && from >= listening_since_;
  if (!talks_on_ && until > listening_since_) heard_ = true;
  if (!agent_began_ || ended || (new_to_us && !talks_on_)) agent_began_ = from;
  agent_until_ = std::max(agent_until_.value_or(until), until);
}

}  // namespace parley::peer
