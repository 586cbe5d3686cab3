// SPDX-License-Identifier: Apache-2.0
#include "record_json.hpp"

#include <stdexcept>

namespace parley::record_json {
namespace {

template <class Value>
void put(Json& json, const char* name, const std::optional<Value>& value) {
  if (value) json[name] = *value;
}
void put(Json& json, const char* name, const std::optional<WallTime>& when) {
  if (when) json[name] = when->time_since_epoch().count();
}
// An empty text is left out.
void put(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) json[name] = as_plain_text(text);
}

WallTime wall(const Json& json) { return WallTime{std::chrono::milliseconds{json.get<std::int64_t>()}}; }
std::optional<WallTime> wall_in(const Json& json, const char* name) {
  const auto value = json.find(name);
  if (value == json.end()) return std::nullopt;
  return wall(*value);
}
// Numbers that JSON has no name for (NaN) come back as null.
double number(const Json& json) { return json.is_null() ? 0 : json.get<double>(); }
std::optional<double> number_in(const Json& json, const char* name) {
  const auto value = json.find(name);
  if (value == json.end() || value->is_null()) return std::nullopt;
  return value->get<double>();
}

template <class Identifier>
Identifier id_from(const Json& json) {
  const auto id = Identifier::parse(json.get<std::string>());
  if (!id) throw std::invalid_argument("no id");
  return *id;
}

Json of(const CallerSaid& caller) {
  return {{"confidence", caller.confidence},
          {"started_ms", caller.started_ms},
          {"ended_ms", caller.ended_ms},
          {"dtmf", as_plain_text(caller.dtmf)}};
}

CallerSaid caller_from(const Json& json, std::string text) {
  return {std::move(text), number(json.at("confidence")), json.at("started_ms").get<std::int64_t>(),
          json.at("ended_ms").get<std::int64_t>(), json.value("dtmf", "")};
}

Json of(const RecordedGate& gate) {
  Json json{{"name", as_plain_text(gate.name)},
            {"value", gate.value},
            {"threshold", gate.threshold},
            {"passed", gate.passed}};
  put(json, "reason", gate.reason);
  return json;
}

RecordedGate gate_from(const Json& json) {
  return {json.at("name").get<std::string>(), number(json.at("value")), number(json.at("threshold")),
          json.at("passed").get<bool>(), json.value("reason", "")};
}

Json of(const RecordedDecision& decision) {
  Json candidates = Json::array();
  for (const auto& candidate : decision.candidates) {
    candidates.push_back({{"pattern", as_plain_text(candidate.pattern)},
                          {"method", as_plain_text(candidate.method)},
                          {"confidence", candidate.confidence}});
    put(candidates.back(), "lost", candidate.lost);
  }
  Json json{{"layer", as_plain_text(decision.layer)},
            {"method", as_plain_text(decision.method)},
            {"pattern", as_plain_text(decision.pattern)},
            {"confidence", decision.confidence},
            {"candidates", std::move(candidates)},
            {"cost_usd", decision.cost_usd},
            {"saved_usd", decision.saved_usd}};
  put(json, "normalised", decision.normalised);
  put(json, "shadow", decision.shadow);
  put(json, "evidence", decision.evidence);
  if (decision.embedding_usd > 0) json["embedding_usd"] = decision.embedding_usd;
  for (const auto& gate : decision.gates) json["gates"].push_back(of(gate));
  return json;
}

RecordedDecision decision_from(const Json& json) {
  RecordedDecision decision;
  decision.layer = json.at("layer").get<std::string>();
  decision.method = json.at("method").get<std::string>();
  decision.pattern = json.at("pattern").get<std::string>();
  decision.confidence = number(json.at("confidence"));
  for (const auto& one : json.at("candidates")) {
    decision.candidates.push_back({one.at("pattern").get<std::string>(), one.at("method").get<std::string>(),
                                   number(one.at("confidence")), one.value("lost", "")});
  }
  decision.cost_usd = number(json.at("cost_usd"));
  decision.saved_usd = number(json.at("saved_usd"));
  decision.normalised = json.value("normalised", "");
  decision.shadow = json.value("shadow", "");
  decision.evidence = json.value("evidence", "");
  decision.embedding_usd = json.contains("embedding_usd") ? number(json.at("embedding_usd")) : 0;
  if (const auto gates = json.find("gates"); gates != json.end())
    for (const auto& one : *gates) decision.gates.push_back(gate_from(one));
  return decision;
}

Json of(const TurnTimings& timings) {
  Json json = Json::object();
  put(json, "end_of_turn_delay", timings.end_of_turn_delay);
  put(json, "transcription_delay", timings.transcription_delay);
  put(json, "route", timings.route);
  put(json, "llm_ttft", timings.llm_ttft);
  put(json, "tts_ttfb", timings.tts_ttfb);
  put(json, "first_audio", timings.first_audio);
  put(json, "e2e", timings.e2e);
  return json;
}

TurnTimings timings_from(const Json& json) {
  TurnTimings timings;
  timings.end_of_turn_delay = number_in(json, "end_of_turn_delay");
  timings.transcription_delay = number_in(json, "transcription_delay");
  timings.route = number_in(json, "route");
  timings.llm_ttft = number_in(json, "llm_ttft");
  timings.tts_ttfb = number_in(json, "tts_ttfb");
  timings.first_audio = number_in(json, "first_audio");
  timings.e2e = number_in(json, "e2e");
  return timings;
}

std::string text_or_empty(const Json& json) { return json.is_null() ? std::string{} : json.get<std::string>(); }

}  // namespace

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json of(const AgentSaid& said) {
  return {{"text", as_plain_text(said.text)},
          {"heard_text", as_plain_text(said.heard_text)},
          {"interrupted", said.interrupted}};
}

AgentSaid said_from(const Json& json) {
  return {json.value("text", ""), json.value("heard_text", ""), json.at("interrupted").get<bool>()};
}

Json columns_of(const TurnRecord& turn) {
  Json json = Json::object();
  if (turn.caller) {
    json["caller_text"] = as_plain_text(turn.caller->text);
    json["caller"] = of(*turn.caller);
  }
  if (turn.decision) json["decision"] = of(*turn.decision);
  if (turn.reply) {
    json["reply_text"] = as_plain_text(turn.reply->text);
    json["reply"] = {{"heard_text", as_plain_text(turn.reply->heard_text)}, {"interrupted", turn.reply->interrupted}};
  }
  json["timings"] = of(turn.timings);
  return json;
}

TurnRecord turn_from_columns(const Json& row) {
  TurnRecord turn;
  turn.number = row.at(0).get<std::uint32_t>();
  if (!row.at(3).is_null()) turn.caller = caller_from(row.at(3), text_or_empty(row.at(1)));
  if (!row.at(4).is_null()) turn.decision = decision_from(row.at(4));
  if (!row.at(5).is_null()) {
    turn.reply = said_from(row.at(5));
    turn.reply->text = text_or_empty(row.at(2));
  }
  turn.timings = timings_from(row.at(6));
  return turn;
}

Json of(const CallDelta& delta) {
  const auto& call = delta.call;
  Json json;
  json["id"] = call.id.to_string();
  json["organization"] = as_plain_text(call.organization.value);
  json["from"] = as_plain_text(call.from);
  json["to"] = as_plain_text(call.to);
  json["transport"] = as_plain_text(call.transport);
  json["node"] = as_plain_text(call.node);
  json["started"] = call.started_at.time_since_epoch().count();
  put(json, "answered", call.answered_at);
  put(json, "ended", call.ended_at);
  if (call.end_reason) json["reason"] = to_string(*call.end_reason);
  if (call.recording_path) json["recording"] = as_plain_text(*call.recording_path);
  if (call.greeting) json["greeting"] = of(*call.greeting);
  json["at"] = delta.at.time_since_epoch().count();
  json["turn_count"] = delta.turn_count;
  json["turns"] = Json::array();
  for (const auto& turn : call.turns) {
    auto columns = columns_of(turn);
    columns["number"] = turn.number;
    json["turns"].push_back(std::move(columns));
  }
  return json;
}

CallDelta delta_from(const Json& json) {
  CallDelta delta;
  auto& call = delta.call;
  call.id = id_from<CallId>(json.at("id"));
  call.organization.value = json.at("organization").get<std::string>();
  call.from = json.at("from").get<std::string>();
  call.to = json.at("to").get<std::string>();
  call.transport = json.at("transport").get<std::string>();
  call.node = json.at("node").get<std::string>();
  call.started_at = wall(json.at("started"));
  call.answered_at = wall_in(json, "answered");
  call.ended_at = wall_in(json, "ended");
  if (json.contains("reason")) call.end_reason = parse_call_end(json.at("reason").get<std::string>());
  if (json.contains("recording")) call.recording_path = json.at("recording").get<std::string>();
  if (json.contains("greeting")) call.greeting = said_from(json.at("greeting"));
  delta.at = wall(json.at("at"));
  delta.turn_count = json.at("turn_count").get<std::uint32_t>();
  for (const auto& turn : json.at("turns")) {
    const auto field = [&turn](const char* name) { return turn.contains(name) ? turn.at(name) : Json(nullptr); };
    call.turns.push_back(
        turn_from_columns(Json::array({field("number"), field("caller_text"), field("reply_text"), field("caller"),
                                       field("decision"), field("reply"), field("timings")})));
  }
  return delta;
}

Json of(const Callback& callback) {
  return {{"id", callback.id.to_string()},
          {"call", callback.call.to_string()},
          {"organization", as_plain_text(callback.organization.value)},
          {"number", as_plain_text(callback.number)},
          {"heard", as_plain_text(callback.heard)},
          {"state", as_plain_text(callback.state)},
          {"asked", callback.asked_at.time_since_epoch().count()}};
}

Callback callback_from(const Json& json) {
  Callback callback;
  callback.id = id_from<CallbackId>(json.at("id"));
  callback.call = id_from<CallId>(json.at("call"));
  callback.organization.value = json.at("organization").get<std::string>();
  callback.number = json.at("number").get<std::string>();
  callback.heard = json.at("heard").get<std::string>();
  callback.state = json.at("state").get<std::string>();
  callback.asked_at = wall(json.at("asked"));
  return callback;
}

}  // namespace parley::record_json
