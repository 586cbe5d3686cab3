// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "parley/config/organization_document.hpp"
#include "written_forms.hpp"

namespace parley {
namespace {

using Json = nlohmann::ordered_json;

template <class Value>
Json or_null(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json spans(const std::vector<OpenSpan>& hours) {
  Json list = Json::array();
  for (const auto& span : hours) list.push_back(written_span(span));
  return list;
}

Json rule(const KeywordRule& keywords) {
  return {{"any", keywords.any},
          {"all", keywords.all},
          {"none", keywords.none},
          {"max_words", or_null(keywords.max_words)}};
}

Json pattern_json(const Pattern& pattern) {
  Json rules = Json::array();
  for (const auto& keywords : pattern.keywords) rules.push_back(rule(keywords));
  return {{"key", pattern.key},
          {"examples", pattern.examples},
          {"keywords", std::move(rules)},
          {"reply", pattern.reply},
          {"kind", written_name(pattern.kind)},
          {"after", written_name(pattern.after)},
          {"active", pattern.active},
          {"never_suppress", pattern.never_suppress},
          {"care", written_name(pattern.care)},
          {"offers", pattern.offers}};
}

void add_hours(Json& whole, const OpeningHours& hours) {
  whole["hours"] = Json::object();
  for (const auto& [day, open] : hours.by_weekday) whole["hours"][std::string(kWeekdayNames[day])] = spans(open);
  whole["closed"] = Json::array();
  for (const auto& day : hours.closed) whole["closed"].push_back(written_date(day));
  whole["special"] = Json::object();
  for (const auto& [day, open] : hours.special) whole["special"][written_date(day)] = spans(open);
}

Json router_json(const RouterFlags& router) {
  return {{"enabled", router.enabled},
          {"shadow", router.shadow},
          {"debug", router.debug},
          {"learn", router.learn},
          {"targets",
           {{"harmless", or_null(router.harmless_target)},
            {"usual", or_null(router.usual_target)},
            {"sensitive", or_null(router.sensitive_target)}}},
          {"extra_scope", router.extra_scope},
          {"extra_margin", router.extra_margin},
          {"min_confidence_to_learn", router.min_confidence_to_learn},
          {"rollout",
           {{"percentage", router.rollout.percentage},
            {"whitelist", router.rollout.whitelist},
            {"blacklist", router.rollout.blacklist}}}};
}

void add_policies(Json& whole, const Organization& organization) {
  whole["silence"] = {{"prompt_after_s", static_cast<double>(organization.silence.prompt_after.count()) / 1000},
                      {"prompts", organization.silence.prompts}};
  whole["limits"] = {{"calls", organization.limits.calls}, {"call_minutes", organization.limits.call_length.count()}};
  whole["pronunciations"] = Json::object();
  for (const auto& [word, spoken] : organization.pronunciations) whole["pronunciations"][word] = spoken;
  whole["blocklist"] = organization.blocklist;
  whole["phrases"] = organization.phrases;
  whole["fallback"] = {{"reprompt", organization.fallback.reprompt},
                       {"offer_callback", organization.fallback.offer_callback},
                       {"transfer_to", or_null(organization.fallback.transfer_to)}};
  whole["prices"] = {{"llm_call", organization.prices.llm_call_usd}, {"embedding", organization.prices.embedding_usd}};
  whole["retention"] = {{"recordings_days", or_null(organization.retention.recording_days)},
                        {"transcripts_days", or_null(organization.retention.transcript_days)}};
  whole["router"] = router_json(organization.router);
  whole["prewarm"] = {{"questions", organization.prewarm.questions}, {"callers", organization.prewarm.callers}};
}

// Bytes that are no UTF-8 would end the writing; they become U+FFFD.
std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string pattern_to_json(const Pattern& pattern) { return written(pattern_json(pattern)); }

std::string organization_to_json(const Organization& organization, OrganizationParts parts) {
  Json whole;
  whole["organization"] = {{"key", organization.key.value},
                           {"name", organization.name},
                           {"language", organization.language},
                           {"timezone", organization.timezone},
                           {"voice", organization.voice}};
  if (parts == OrganizationParts::whole) whole["numbers"] = organization.numbers;
  whole["greeting"] = organization.greeting;
  whole["greeting_after_hours"] = organization.after_hours_greeting;
  whole["farewell"] = organization.farewell;
  whole["disclosure"] = organization.disclosure;
  add_hours(whole, organization.hours);
  add_policies(whole, organization);
  if (parts == OrganizationParts::whole) {
    whole["patterns"] = Json::array();
    for (const auto& pattern : organization.patterns) whole["patterns"].push_back(pattern_json(pattern));
  }
  return written(whole);
}

}  // namespace parley
