// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <cstdio>

#include "parley/config/load_organizations.hpp"
#include "yaml_tree.hpp"

namespace parley {
namespace {

constexpr std::array<const char*, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<const char*, 3> kKinds = {"static", "template", "tool"};
constexpr std::array<const char*, 4> kAfter = {"listen", "hang_up", "offer_callback", "transfer"};

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

std::string clock_time(std::chrono::minutes time) {
  std::array<char, 16> text;
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(time.count() / 60),
                static_cast<int>(time.count() % 60));
  return text.data();
}

std::string date(std::chrono::year_month_day day) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

void add_text(std::string& out, const char* key, const std::string& value) {
  if (!value.empty()) out += std::string(key) + ": " + yaml_scalar(value) + "\n";
}
void add_list(std::string& out, const std::string& key, const std::vector<std::string>& items) {
  if (!items.empty()) out += key + ": " + list(items) + "\n";
}

void add_hours(std::string& out, const OpeningHours& hours) {
  if (!hours.by_weekday.empty()) out += "hours:\n";
  for (const auto& [day, spans] : hours.by_weekday) {
    out += std::string("  ") + kDays[day] + ": [";
    for (std::size_t i = 0; i < spans.size(); ++i) {
      out += (i > 0 ? ", \"" : "\"") + clock_time(spans[i].opens) + "-" + clock_time(spans[i].closes) + "\"";
    }
    out += "]\n";
  }
  if (hours.closed.empty()) return;
  out += "closed: [";
  for (std::size_t i = 0; i < hours.closed.size(); ++i) out += (i > 0 ? ", " : "") + date(hours.closed[i]);
  out += "]\n";
}

void add_rule(std::string& out, const KeywordRule& rule) {
  std::string fields;
  const auto field = [&](const char* key, const std::string& value) {
    fields += (fields.empty() ? "" : ", ") + std::string(key) + ": " + value;
  };
  if (!rule.any.empty()) field("any", list(rule.any));
  if (!rule.all.empty()) field("all", list(rule.all));
  if (!rule.none.empty()) field("none", list(rule.none));
  if (rule.max_words) field("max_words", std::to_string(*rule.max_words));
  out += "      - { " + fields + " }\n";
}

void add_pattern(std::string& out, const Pattern& pattern) {
  out += "  - key: " + yaml_scalar(pattern.key) + "\n";
  add_list(out, "    examples", pattern.examples);
  if (!pattern.keywords.empty()) out += "    keywords:\n";
  for (const auto& rule : pattern.keywords) add_rule(out, rule);
  out += "    reply: " + yaml_scalar(pattern.reply) + "\n";
  out += std::string("    kind: ") + kKinds[static_cast<std::size_t>(pattern.kind)] + "\n";
  out += std::string("    after: ") + kAfter[static_cast<std::size_t>(pattern.after)] + "\n";
  if (!pattern.active) out += "    active: false\n";
  if (pattern.never_suppress) out += "    never_suppress: true\n";
  if (!pattern.offers.empty()) out += "    offers: " + yaml_scalar(pattern.offers) + "\n";
}

}  // namespace

std::string organization_to_yaml(const Organization& organization) {
  std::string out =
      "organization:\n  key: " + yaml_scalar(organization.key.value) + "\n  name: " + yaml_scalar(organization.name) +
      "\n  language: " + yaml_scalar(organization.language) + "\n  timezone: " + yaml_scalar(organization.timezone) +
      "\n  voice: " + yaml_scalar(organization.voice) + "\n";
  add_list(out, "numbers", organization.numbers);
  add_text(out, "greeting", organization.greeting);
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
  if (!organization.patterns.empty()) out += "patterns:\n";
  for (const auto& pattern : organization.patterns) add_pattern(out, pattern);
  return out;
}

}  // namespace parley
