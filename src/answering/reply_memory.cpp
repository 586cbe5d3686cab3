// SPDX-License-Identifier: Apache-2.0
#include "reply_memory.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace parley {

using Json = nlohmann::json;

Certainty certainty_of(const RouteQuery& query) {
  Certainty certainty;
  certainty.whole = query.confidence;
  for (const auto& word : query.words) certainty.least_word = std::min(certainty.least_word, word.confidence);
  return certainty;
}

std::optional<RememberedReply> worth_remembering(const RouteDecision& decision, const RouteQuery& query) {
  if (decision.pattern.empty() || decision.refusal != Refusal::none) return std::nullopt;
  RememberedReply reply;
  reply.pattern = decision.pattern;
  reply.confidence = decision.confidence;
  reply.certainty = certainty_of(query);
  return reply;
}

std::string to_text(const RememberedReply& reply) {
  const Json json{{"pattern", reply.pattern},
                  {"text", reply.text},
                  {"confidence", reply.confidence},
                  {"heard", {reply.certainty.whole, reply.certainty.least_word}}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<RememberedReply> parse_remembered(const std::string& text) {
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  try {
    RememberedReply reply;
    reply.pattern = json.at("pattern").get<std::string>();
    reply.text = json.at("text").get<std::string>();
    reply.confidence = json.at("confidence").get<double>();
    reply.certainty = {json.at("heard").at(0).get<double>(), json.at("heard").at(1).get<double>()};
    if (reply.pattern.empty() == reply.text.empty()) return std::nullopt;
    return reply;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::optional<Answered> answer_from(const RememberedReply& reply, const Utterance& utterance) {
  if (!certainty_of(utterance.query).reaches(reply.certainty)) return std::nullopt;
  const auto& organization = *utterance.organization;
  if (!reply.pattern.empty()) {
    const auto served = std::find_if(organization.patterns.begin(), organization.patterns.end(),
                                     [&](const auto& one) { return one.key == reply.pattern && one.active; });
    if (served == organization.patterns.end()) return std::nullopt;
  }
  Answered answered;
  answered.text = reply.text;
  auto& decision = answered.decision;
  decision.layer = RouteLayer::rules;
  decision.method = RouteMethod::exact;
  decision.pattern = reply.pattern;
  decision.confidence = reply.confidence;
  decision.saved_usd = organization.prices.llm_call_usd;
  decision.evidence = reply.text.empty() ? "remembered: these words were routed before"
                                         : "remembered: layer 2 answered these words before";
  return answered;
}

}  // namespace parley
