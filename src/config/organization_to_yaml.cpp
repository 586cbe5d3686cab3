// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>

#include "parley/config/load_organizations.hpp"
#include "written_forms.hpp"
#include "yaml_tree.hpp"

namespace parley {
namespace {

std::string number(double value) {
  std::array<char, 32> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return std::string(text.data(), end);
}

std::string list(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const auto& item : items) text += (text.size() > 1 ? ", " : "") + yaml_scalar(item);
  return text + "]";
}

void add_text(std::string& out, const char* key, const std::string& value) {
  if (!value.empty()) out += std::string(key) + ": " + yaml_scalar(value) + "\n";
}
void add_list(std::string& out, const std::string& key, const std::vector<std::string>& items) {
  if (!items.empty()) out += key + ": " + list(items) + "\n";
}

std::string span_list(const std::vector<OpenSpan>& spans) {
  std::string out = "[";
  for (const auto& span : spans) out += (out.size() > 1 ? ", \"" : "\"") + written_span(span) + "\"";
  return out + "]";
}

void add_retention(std::string& out, const RetentionPolicy& retention) {
  if (!retention.recording_days && !retention.transcript_days) return;
  out += "retention:\n";
  const auto add = [&](const char* key, const std::optional<std::uint32_t>& days) {
    if (days) out += std::string("  ") + key + ": " + std::to_string(*days) + "\n";
  };
  add("recordings_days", retention.recording_days);
  add("transcripts_days", retention.transcript_days);
}

void add_prewarm(std::string& out, const PrewarmList& prewarm) {
  if (prewarm == PrewarmList{}) return;
  out += "prewarm:\n";
  add_list(out, "  questions", prewarm.questions);
  add_list(out, "  callers", prewarm.callers);
}

// Only what is not as by default.
void add_router(std::string& out, const RouterFlags& router) {
  const RouterFlags usual;
  if (router == usual) return;
  out += "router:\n";
  const auto flag = [&](const char* key, bool value, bool common) {
    if (value != common) out += std::string("  ") + key + (value ? ": true\n" : ": false\n");
  };
  const auto figure = [&](const char* key, double value, double common) {
    if (value != common) out += std::string("  ") + key + ": " + number(value) + "\n";
  };
  flag("enabled", router.enabled, usual.enabled);
  flag("shadow", router.shadow, usual.shadow);
  flag("debug", router.debug, usual.debug);
  flag("learn", router.learn, usual.learn);
  if (router.harmless_target || router.usual_target || router.sensitive_target) out += "  targets:\n";
  const auto target = [&](const char* key, const std::optional<double>& value) {
    if (value) out += std::string("    ") + key + ": " + number(*value) + "\n";
  };
  target("harmless", router.harmless_target);
  target("usual", router.usual_target);
  target("sensitive", router.sensitive_target);
  figure("extra_scope", router.extra_scope, usual.extra_scope);
  figure("extra_margin", router.extra_margin, usual.extra_margin);
  figure("min_confidence_to_learn", router.min_confidence_to_learn, usual.min_confidence_to_learn);
  if (router.rollout == usual.rollout) return;
  out += "  rollout:\n    percentage: " + number(router.rollout.percentage) + "\n";
  add_list(out, "    whitelist", router.rollout.whitelist);
  add_list(out, "    blacklist", router.rollout.blacklist);
}

void add_hours(std::string& out, const OpeningHours& hours) {
  if (!hours.by_weekday.empty()) out += "hours:\n";
  for (const auto& [day, spans] : hours.by_weekday) {
    out += "  " + std::string(kWeekdayNames[day]) + ": " + span_list(spans) + "\n";
  }
  if (!hours.closed.empty()) {
    out += "closed: [";
    for (std::size_t i = 0; i < hours.closed.size(); ++i) out += (i > 0 ? ", " : "") + written_date(hours.closed[i]);
    out += "]\n";
  }
  if (!hours.special.empty()) out += "special:\n";
  for (const auto& [day, spans] : hours.special) out += "  " + written_date(day) + ": " + span_list(spans) + "\n";
}

void add_rule(std::string& out, const std::string& indent, const KeywordRule& rule) {
  std::string fields;
  const auto field = [&](const char* key, const std::string& value) {
    fields += (fields.empty() ? "" : ", ") + std::string(key) + ": " + value;
  };
  if (!rule.any.empty()) field("any", list(rule.any));
  if (!rule.all.empty()) field("all", list(rule.all));
  if (!rule.none.empty()) field("none", list(rule.none));
  if (rule.max_words) field("max_words", std::to_string(*rule.max_words));
  out += indent + "- { " + fields + " }\n";
}

}  // namespace

std::string pattern_to_yaml(const Pattern& pattern, const std::string& indent) {
  std::string out = indent + "- key: " + yaml_scalar(pattern.key) + "\n";
  const std::string inner = indent + "  ";
  add_list(out, inner + "examples", pattern.examples);
  if (!pattern.keywords.empty()) out += inner + "keywords:\n";
  for (const auto& rule : pattern.keywords) add_rule(out, inner + "  ", rule);
  out += inner + "reply: " + yaml_scalar(pattern.reply) + "\n";
  out += inner + "kind: " + std::string(written_name(pattern.kind)) + "\n";
  out += inner + "after: " + std::string(written_name(pattern.after)) + "\n";
  if (!pattern.active) out += inner + "active: false\n";
  if (pattern.never_suppress) out += inner + "never_suppress: true\n";
  if (pattern.care != Care::usual) out += inner + "care: " + std::string(written_name(pattern.care)) + "\n";
  if (!pattern.offers.empty()) out += inner + "offers: " + yaml_scalar(pattern.offers) + "\n";
  return out;
}

std::string organization_to_yaml(const Organization& organization) {
  std::string out =
      "organization:\n  key: " + yaml_scalar(organization.key.value) + "\n  name: " + yaml_scalar(organization.name) +
      "\n  language: " + yaml_scalar(organization.language) + "\n  timezone: " + yaml_scalar(organization.timezone) +
      "\n  voice: " + yaml_scalar(organization.voice) + "\n";
  out += "numbers: " + list(organization.numbers) + "\n";
  add_text(out, "greeting", organization.greeting);
  add_text(out, "greeting_after_hours", organization.after_hours_greeting);
  add_text(out, "farewell", organization.farewell);
  add_text(out, "disclosure", organization.disclosure);
  add_hours(out, organization.hours);
  const double silence_s = static_cast<double>(organization.silence.prompt_after.count()) / 1000;
  out += "silence: { prompt_after_s: " + number(silence_s) +
         ", prompts: " + std::to_string(organization.silence.prompts) + " }\n";
  out += "limits: { calls: " + std::to_string(organization.limits.calls) +
         ", call_minutes: " + std::to_string(organization.limits.call_length.count()) + " }\n";
  if (!organization.pronunciations.empty()) out += "pronunciations:\n";
  for (const auto& [word, spoken] : organization.pronunciations) {
    out += "  " + yaml_scalar(word) + ": " + yaml_scalar(spoken) + "\n";
  }
  add_list(out, "blocklist", organization.blocklist);
  add_list(out, "phrases", organization.phrases);
  const auto& fallback = organization.fallback;
  out += "fallback:\n  offer_callback: " + std::string(fallback.offer_callback ? "true" : "false") + "\n";
  if (!fallback.reprompt.empty()) out += "  reprompt: " + yaml_scalar(fallback.reprompt) + "\n";
  if (fallback.transfer_to) out += "  transfer_to: " + yaml_scalar(*fallback.transfer_to) + "\n";
  out += "prices: { llm_call: " + number(organization.prices.llm_call_usd) +
         ", embedding: " + number(organization.prices.embedding_usd) + " }\n";
  add_retention(out, organization.retention);
  add_router(out, organization.router);
  add_prewarm(out, organization.prewarm);
  if (!organization.patterns.empty()) out += "patterns:\n";
  for (const auto& pattern : organization.patterns) out += pattern_to_yaml(pattern, "  ");
  return out;
}

}  // namespace parley
