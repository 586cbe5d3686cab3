// SPDX-License-Identifier: Apache-2.0
#include "call_json.hpp"

#include <nlohmann/json.hpp>

#include "parley/core/rfc3339.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }
Json or_null(const std::optional<WallTime>& when) { return when ? Json(format_rfc3339(*when)) : Json(nullptr); }

Json caller_json(const CallerSaid& caller) {
  Json json;
  json["text"] = caller.text;
  json["confidence"] = caller.confidence;
  json["started_ms"] = caller.started_ms;
  json["ended_ms"] = caller.ended_ms;
  json["dtmf"] = or_null(caller.dtmf);
  return json;
}

Json gate_json(const RecordedGate& gate) {
  Json json;
  json["name"] = gate.name;
  json["value"] = gate.value;
  json["threshold"] = gate.threshold;
  json["passed"] = gate.passed;
  if (!gate.reason.empty()) json["reason"] = gate.reason;
  return json;
}

Json decision_json(const RecordedDecision& decision) {
  Json json;
  json["layer"] = decision.layer;
  json["method"] = decision.method;
  json["pattern"] = or_null(decision.pattern);
  json["confidence"] = decision.confidence;
  json["candidates"] = Json::array();
  for (const auto& candidate : decision.candidates) {
    Json entry;
    entry["pattern"] = candidate.pattern;
    entry["method"] = candidate.method;
    entry["confidence"] = candidate.confidence;
    if (!candidate.lost.empty()) entry["lost"] = candidate.lost;
    json["candidates"].push_back(std::move(entry));
  }
  json["cost_usd"] = decision.cost_usd;
  json["saved_usd"] = decision.saved_usd;
  if (!decision.normalised.empty()) json["normalised"] = decision.normalised;
  for (const auto& gate : decision.gates) json["gates"].push_back(gate_json(gate));
  if (!decision.shadow.empty()) json["shadow"] = decision.shadow;
  if (!decision.evidence.empty()) json["evidence"] = decision.evidence;
  if (decision.embedding_usd > 0) json["embedding_usd"] = decision.embedding_usd;
  return json;
}

Json said_json(const AgentSaid& said) {
  Json json;
  json["text"] = said.text;
  json["heard_text"] = said.heard_text;
  json["interrupted"] = said.interrupted;
  return json;
}

Json timings_json(const TurnTimings& timings) {
  Json json;
  json["end_of_turn_delay"] = or_null(timings.end_of_turn_delay);
  json["transcription_delay"] = or_null(timings.transcription_delay);
  json["route"] = or_null(timings.route);
  json["llm_ttft"] = or_null(timings.llm_ttft);
  json["tts_ttfb"] = or_null(timings.tts_ttfb);
  json["first_audio"] = or_null(timings.first_audio);
  json["e2e"] = or_null(timings.e2e);
  return json;
}

}  // namespace

Json to_json(const TurnRecord& turn) {
  Json json;
  json["number"] = turn.number;
  json["caller"] = turn.caller ? caller_json(*turn.caller) : Json(nullptr);
  json["decision"] = turn.decision ? decision_json(*turn.decision) : Json(nullptr);
  json["reply"] = turn.reply ? said_json(*turn.reply) : Json(nullptr);
  json["timings_ms"] = timings_json(turn.timings);
  return json;
}

Json to_json(const CallRecord& record) {
  const std::string id = record.id.to_string();
  Json json;
  json["id"] = id;
  json["organization"] = record.organization.value;
  json["from"] = or_null(record.from);
  json["to"] = or_null(record.to);
  json["transport"] = record.transport;
  json["node"] = or_null(record.node);
  json["started_at"] = format_rfc3339(record.started_at);
  json["answered_at"] = or_null(record.answered_at);
  json["ended_at"] = or_null(record.ended_at);
  json["end_reason"] = record.end_reason ? Json(to_string(*record.end_reason)) : Json(nullptr);
  json["recording"] = record.recording_path ? Json("/v1/calls/" + id + "/recording") : Json(nullptr);
  json["greeting"] = record.greeting ? said_json(*record.greeting) : Json(nullptr);
  json["turns"] = Json::array();
  for (const auto& turn : record.turns) json["turns"].push_back(to_json(turn));
  return json;
}

Json to_json(const Callback& callback) {
  Json json;
  json["id"] = callback.id.to_string();
  json["call_id"] = callback.call.to_string();
  json["organization"] = callback.organization.value;
  json["number"] = callback.number;
  json["heard"] = or_null(callback.heard);
  json["state"] = callback.state;
  json["asked_at"] = format_rfc3339(callback.asked_at);
  return json;
}

}  // namespace parley
