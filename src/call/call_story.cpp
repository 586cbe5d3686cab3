// SPDX-License-Identifier: Apache-2.0
#include "call_story.hpp"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

double milliseconds(Duration span) { return std::chrono::duration<double, std::milli>(span).count(); }

RecordedDecision recorded(const RouteDecision& decision) {
  RecordedDecision out;
  out.layer = to_string(decision.layer);
  out.method = to_string(decision.method);
  out.pattern = decision.pattern;
  out.confidence = decision.confidence;
  for (const auto& one : decision.candidates)
    out.candidates.push_back({one.pattern, std::string(to_string(one.method)), one.confidence, one.lost});
  out.cost_usd = decision.cost_usd;
  out.saved_usd = decision.saved_usd;
  out.normalised = decision.normalised;
  for (const auto& gate : decision.gates)
    out.gates.push_back({gate.name, gate.value, gate.threshold, gate.passed, gate.reason});
  out.shadow = decision.shadow;
  out.evidence = decision.evidence;
  out.embedding_usd = decision.embedding_usd;
  return out;
}

}  // namespace

void CallStory::answered(Instant when, WallTime wall) {
  answered_at_ = when;
  record_.answered_at = wall;
}

std::size_t CallStory::caller_said(const CallerTurn& caller) {
  const auto since_answer = [this](Instant when) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(when - answered_at_).count();
  };
  TurnRecord turn;
  turn.number = static_cast<std::uint32_t>(record_.turns.size() + 1);
  CallerSaid said;
  said.text = caller.text;
  said.confidence = caller.confidence;
  said.started_ms = since_answer(caller.started_at);
  said.ended_ms = since_answer(caller.ended_at);
  if (caller.digit) said.dtmf = std::string(1, *caller.digit);
  turn.caller = std::move(said);
  if (!caller.silent && !caller.digit) {
    turn.timings.end_of_turn_delay = milliseconds(caller.decided_at - caller.ended_at);
    turn.timings.transcription_delay = milliseconds(caller.heard_at - caller.ended_at);
  }
  record_.turns.push_back(std::move(turn));
  return record_.turns.size() - 1;
}

std::size_t CallStory::announced() {
  TurnRecord turn;
  turn.number = static_cast<std::uint32_t>(record_.turns.size() + 1);
  record_.turns.push_back(std::move(turn));
  return record_.turns.size() - 1;
}

void CallStory::decided(std::size_t turn, const RouteDecision& decision, Duration took) {
  record_.turns[turn].decision = recorded(decision);
  record_.turns[turn].timings.route = milliseconds(took);
}

void CallStory::first_words(std::size_t turn, Duration after) {
  record_.turns[turn].timings.llm_ttft = milliseconds(after);
}

void CallStory::replied(std::size_t turn, const std::string& text) {
  record_.turns[turn].reply = AgentSaid{text, "", false};
}

void CallStory::greeted(const std::string& text) { record_.greeting = AgentSaid{text, "", false}; }

void CallStory::voice_ready(std::size_t turn, Duration synthesis) {
  record_.turns[turn].timings.tts_ttfb = milliseconds(synthesis);
}

void CallStory::first_frame_queued(std::size_t turn, const CallerTurn& caller, Instant when) {
  if (!record_.turns[turn].caller) return;
  record_.turns[turn].timings.first_audio = milliseconds(when - std::max(caller.decided_at, caller.heard_at));
}

void CallStory::first_frame_sent(std::size_t turn, const CallerTurn& caller, Instant when) {
  if (record_.turns[turn].caller && !caller.silent)
    record_.turns[turn].timings.e2e = milliseconds(when - caller.ended_at);
}

void CallStory::heard(std::optional<std::size_t> turn, const std::string& heard_text, bool interrupted) {
  auto& said = turn ? record_.turns[*turn].reply : record_.greeting;
  if (!said) return;
  said->heard_text = heard_text;
  said->interrupted = interrupted;
}

void CallStory::ended(CallEnd reason, WallTime when) {
  if (is_over()) return;
  record_.end_reason = reason;
  record_.ended_at = when;
}

}  // namespace parley
