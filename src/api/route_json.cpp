// SPDX-License-Identifier: Apache-2.0
#include "route_json.hpp"

namespace parley {
namespace {

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// Rules do not say it: what comes first answers.
std::string why_lost(const RouteDecision& decision, const RouteCandidate& candidate) {
  const bool answers = candidate.pattern == decision.pattern && candidate.method == decision.method;
  if (!candidate.lost.empty() || answers) return candidate.lost;
  if (decision.pattern.empty()) return "nothing was sure enough";
  return candidate.pattern == decision.pattern ? "answered already" : decision.pattern + " is surer";
}

}  // namespace

Json route_json(const RouteDecision& decision) {
  Json json;
  json["layer"] = to_string(decision.layer);
  json["method"] = to_string(decision.method);
  json["pattern"] = or_null(decision.pattern);
  json["confidence"] = decision.confidence;
  json["refusal"] = decision.refusal == Refusal::none ? Json(nullptr) : Json(to_string(decision.refusal));
  json["candidates"] = Json::array();
  for (const auto& one : decision.candidates) {
    Json candidate;
    candidate["pattern"] = one.pattern;
    candidate["method"] = to_string(one.method);
    candidate["confidence"] = one.confidence;
    candidate["lost"] = or_null(why_lost(decision, one));
    json["candidates"].push_back(std::move(candidate));
  }
  json["gates"] = Json::array();
  for (const auto& one : decision.gates) {
    Json gate;
    gate["name"] = one.name;
    gate["value"] = one.value;
    gate["threshold"] = one.threshold;
    gate["passed"] = one.passed;
    gate["reason"] = or_null(one.reason);
    json["gates"].push_back(std::move(gate));
  }
  json["shadow"] = or_null(decision.shadow);
  json["evidence"] = or_null(decision.evidence);
  json["cost_usd"] = decision.cost_usd;
  json["saved_usd"] = decision.saved_usd;
  return json;
}

}  // namespace parley
