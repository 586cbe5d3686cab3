// SPDX-License-Identifier: Apache-2.0
#include "figures_json.hpp"

#include "parley/core/rfc3339.hpp"

namespace parley {
namespace {

// Of nothing there is no share.
Json share(std::int64_t part, std::int64_t whole) {
  return whole <= 0 ? Json(nullptr) : Json(static_cast<double>(part) / static_cast<double>(whole));
}

Json latency_json(const std::optional<std::array<double, 3>>& latency) {
  if (!latency) return nullptr;
  Json json;
  json["p50"] = (*latency)[0];
  json["p95"] = (*latency)[1];
  json["p99"] = (*latency)[2];
  return json;
}

Json layer_json(const RouterFigures& figures, const LayerFigures& layer) {
  Json json;
  json["layer"] = layer.layer;
  json["turns"] = layer.turns;
  json["share"] = static_cast<double>(layer.turns) / static_cast<double>(figures.total);
  json["cost_usd"] = layer.cost_usd;
  json["saved_usd"] = layer.saved_usd;
  json["latency_ms"] = latency_json(layer.latency_ms);
  json["methods"] = Json::object();
  for (const auto& method : figures.methods) {
    if (method.layer == layer.layer) json["methods"][method.method] = method.turns;
  }
  return json;
}

void add_counts(Json& json, const RouterFigures& figures) {
  json["total"] = figures.total;
  json["refused"] = figures.refused;
  json["unanswered"] = figures.unanswered;
  json["answerable"] = figures.answerable();
  json["suppressed"] = figures.suppressed;
}

}  // namespace

Json object_of(const std::string& text) {
  auto json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

Json stats_json(const PatternStats& stats) {
  Json json;
  json["hits"] = stats.uses;
  json["success_rate"] = stats.success_rate;
  json["confidence"] = stats.confidence;
  json["learned"] = stats.learned;
  json["audits"] = stats.audits;
  json["audits_right"] = stats.audits_right;
  json["repeats"] = stats.repeats;
  json["corrections"] = stats.corrections;
  json["people"] = stats.people;
  json["thumbs_up"] = stats.thumbs_up;
  json["thumbs_down"] = stats.thumbs_down;
  json["extra_margin"] = stats.extra_margin;
  json["switched_off_at"] = stats.switched_off_at ? Json(format_rfc3339(*stats.switched_off_at)) : Json(nullptr);
  json["switched_off_why"] = stats.switched_off_why.empty() ? Json(nullptr) : Json(stats.switched_off_why);
  json["provenance"] = object_of(stats.provenance);
  return json;
}

Json totals_json(const RouterFigures& figures) {
  Json json;
  add_counts(json, figures);
  json["layers"] = Json::object();
  for (const auto& layer : figures.layers) json["layers"][layer.layer] = layer.turns;
  json["cost_usd"] = figures.cost_usd;
  json["saved_usd"] = figures.saved_usd;
  return json;
}

Json analytics_json(const RouterFigures& figures) {
  Json json;
  add_counts(json, figures);
  json["suppression"]["of_all"] = share(figures.suppressed, figures.total);
  json["suppression"]["of_answerable"] = share(figures.suppressed, figures.answerable());
  const auto of_rules = figures.of_layer("1a");
  const auto asked = figures.total - figures.refused - figures.errors - figures.off;
  json["hit_rates"]["1a"] = share(of_rules, asked);
  json["hit_rates"]["1b"] = share(figures.of_layer("1b"), figures.asked_1b);
  json["layers"] = Json::array();
  for (const auto& layer : figures.layers) json["layers"].push_back(layer_json(figures, layer));
  json["errors"] = figures.errors;
  json["error_rate"] = share(figures.errors, figures.total - figures.refused);
  json["off"] = figures.off;
  json["cost_usd"] = figures.cost_usd;
  json["saved_usd"] = figures.saved_usd;
  json["embedding_usd"] = figures.embedding_usd;
  json["shadow"]["would_answer"] = figures.shadow;
  json["shadow"]["disagreements"] = figures.shadow_different;
  json["learning"]["learned"] = figures.learned;
  json["learning"]["mined"] = figures.mined;
  json["learning"]["switched_off"] = figures.switched_off;
  json["audits"]["made"] = figures.audits;
  json["audits"]["right"] = figures.audits_right;
  json["audits"]["precision"] = share(figures.audits_right, figures.audits);
  return json;
}

}  // namespace parley
