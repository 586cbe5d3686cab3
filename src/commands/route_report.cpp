// SPDX-License-Identifier: Apache-2.0
#include "route_report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace parley::commands {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string shown(double value) {
  std::array<char, 32> text{};
  const auto length = std::snprintf(text.data(), text.size(), "%.3f", value);
  return {text.data(), static_cast<std::size_t>(std::clamp(length, 0, 31))};
}

// Rules do not say it: what comes first answers.
std::string why_lost(const RouteDecision& decision, const RouteCandidate& candidate) {
  const bool answers = candidate.pattern == decision.pattern && candidate.method == decision.method;
  if (!candidate.lost.empty() || answers) return candidate.lost;
  if (decision.pattern.empty()) return "nothing was sure enough";
  return candidate.pattern == decision.pattern ? "answered already" : decision.pattern + " is surer";
}

std::string outcome(const RouteDecision& decision) {
  const std::string layer = "layer " + std::string(to_string(decision.layer));
  if (decision.refusal != Refusal::none) return "refused as " + std::string(to_string(decision.refusal)) + ", " + layer;
  if (decision.pattern.empty()) return "no pattern answers, " + layer;
  return decision.pattern + " by " + std::string(to_string(decision.method)) + ", " + layer + ", confidence " +
         shown(decision.confidence);
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

void add(std::string& out, const std::string& what, const std::string& value) {
  if (!value.empty()) out += padded(what, 12) + value + '\n';
}

}  // namespace

Json route_json(const RouteDecision& decision) {
  Json json{{"layer", to_string(decision.layer)},
            {"method", to_string(decision.method)},
            {"pattern", or_null(decision.pattern)},
            {"confidence", decision.confidence},
            {"refusal", decision.refusal == Refusal::none ? Json(nullptr) : Json(to_string(decision.refusal))},
            {"candidates", Json::array()},
            {"gates", Json::array()},
            {"shadow", or_null(decision.shadow)},
            {"evidence", or_null(decision.evidence)},
            {"cost_usd", decision.cost_usd},
            {"saved_usd", decision.saved_usd}};
  for (const auto& one : decision.candidates)
    json["candidates"].push_back({{"pattern", one.pattern},
                                  {"method", to_string(one.method)},
                                  {"confidence", one.confidence},
                                  {"lost", or_null(why_lost(decision, one))}});
  for (const auto& gate : decision.gates)
    json["gates"].push_back({{"name", gate.name},
                             {"value", gate.value},
                             {"threshold", gate.threshold},
                             {"passed", gate.passed},
                             {"reason", or_null(gate.reason)}});
  return json;
}

std::string route_text(const RouteDecision& decision) {
  std::string out;
  add(out, "normalised", decision.normalised);
  add(out, "decision", outcome(decision));
  add(out, "shadow", decision.shadow.empty() ? "" : decision.shadow + " would answer if meaning did more than watch");
  std::size_t widest = 0;
  for (const auto& one : decision.candidates) widest = std::max(widest, one.pattern.size());
  for (const auto& one : decision.candidates) {
    const auto lost = why_lost(decision, one);
    add(out, "candidate",
        padded(one.pattern, widest) + "  " + padded(std::string(to_string(one.method)), 7) + "  " +
            shown(one.confidence) + (lost.empty() ? "" : "  " + lost));
  }
  for (const auto& gate : decision.gates)
    add(out, "gate",
        padded(gate.name, 9) + "  " + shown(gate.value) + " of " + shown(gate.threshold) + "  " +
            (gate.passed ? "passed" : "failed") + (gate.reason.empty() ? "" : ", " + gate.reason));
  add(out, "evidence", decision.evidence);
  return out;
}

}  // namespace parley::commands
