// SPDX-License-Identifier: Apache-2.0
#include "call_trace.hpp"

#include <algorithm>

namespace parley {
namespace {

double since_start(const CallRecord& record, WallTime when) {
  return static_cast<double>((when - record.started_at).count());
}

void add_turn(std::vector<CallSpan>& spans, const TurnRecord& turn) {
  if (!turn.caller) return;  // what the agent says of its own accord has no end of speech to count from
  const auto& timings = turn.timings;
  const auto started = static_cast<double>(turn.caller->started_ms);
  const auto spoken = static_cast<double>(turn.caller->ended_ms);
  const auto add = [&](const char* name, double start, std::optional<double> duration) {
    if (duration) spans.push_back({turn.number, name, start, duration});
  };
  add("caller", started, spoken - started);
  add("end_of_turn_delay", spoken, timings.end_of_turn_delay);
  add("transcription_delay", spoken, timings.transcription_delay);
  // From here on both the end of the turn and its words are known.
  const double known =
      spoken + std::max(timings.end_of_turn_delay.value_or(0), timings.transcription_delay.value_or(0));
  add("route", known, timings.route);
  const double routed = known + timings.route.value_or(0);
  add("llm_ttft", routed, timings.llm_ttft);
  add("tts_ttfb", routed + timings.llm_ttft.value_or(0), timings.tts_ttfb);
  add("first_audio", known, timings.first_audio);
  add("e2e", spoken, timings.e2e);
}

}  // namespace

std::vector<CallSpan> call_trace(const CallRecord& record) {
  std::vector<CallSpan> spans;
  std::optional<double> talked;
  if (record.answered_at) {
    const double answered = since_start(record, *record.answered_at);
    spans.push_back({0, "ringing", 0, answered});
    if (record.ended_at) talked = since_start(record, *record.ended_at) - answered;
    spans.push_back({0, "talk", answered, talked});
  }
  for (const auto& turn : record.turns) add_turn(spans, turn);
  return spans;
}

}  // namespace parley
