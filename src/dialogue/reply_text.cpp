// SPDX-License-Identifier: Apache-2.0
#include "parley/dialogue/reply_text.hpp"

#include <algorithm>
#include <array>
#include <kainjow/mustache.hpp>
#include <utility>

#include "parley/dialogue/opening_hours.hpp"

namespace parley {
namespace {

constexpr std::array<std::string_view, 8> kVariables = {"organization", "today",        "hours_today", "hours_week",
                                                        "closes_at",    "next_opening", "offers",      "last_reply"};
constexpr std::array<std::string_view, 2> kSections = {"open_now", "open_today"};

template <std::size_t Size>
bool one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Tag {
  char kind = 'v';  // v variable, # ^ / sections, ! comment, anything else as written
  std::string_view name;
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<Tag> tags_of(std::string_view text) {
  std::vector<Tag> tags;
  for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
    at += 2;
    auto end = text.find("}}", at);
    if (end == std::string_view::npos) end = text.size();
    auto inner = trimmed(text.substr(at, end - at));
    Tag tag;
    if (!inner.empty() && std::string_view("#^/!&{>=").find(inner.front()) != std::string_view::npos) {
      tag.kind = inner.front() == '&' || inner.front() == '{' ? 'v' : inner.front();
      inner.remove_prefix(1);
    }
    tag.name = trimmed(inner);
    tags.push_back(tag);
    at = end;
  }
  return tags;
}

std::vector<std::string> first_offers(const Organization& organization) {
  std::vector<std::string> offers;
  for (const auto& pattern : organization.patterns)
    if (pattern.active && !pattern.offers.empty() && offers.size() < 3) offers.push_back(pattern.offers);
  return offers;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

void check_text(const std::string& where, const std::string& text, std::vector<std::string>& faults) {
  const kainjow::mustache::mustache parsed(text);
  if (!parsed.is_valid()) faults.push_back(where + ": " + parsed.error_message());
  for (const auto& tag : tags_of(text)) {
    const bool section = tag.kind == '#' || tag.kind == '^' || tag.kind == '/';
    if (tag.kind == '!') continue;
    if (tag.kind != 'v' && !section)
      faults.push_back(where + ": " + quoted(std::string(1, tag.kind)) + " tags are not supported");
    else if (section && !one_of(tag.name, kSections))
      faults.push_back(where + ": unknown section " + quoted(tag.name) + "; known are open_now, open_today");
    else if (!section && !one_of(tag.name, kVariables))
      faults.push_back(
          where + ": unknown variable " + quoted(tag.name) +
          "; known are organization, today, hours_today, hours_week, closes_at, next_opening, offers, last_reply");
  }
}

bool in_word(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const auto c = static_cast<unsigned char>(text[at]);
  return c > 127 || c == '\'' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The words of `text` with replacements, piece by piece: visit(written, spoken), in order.
template <class Visit>
void each_piece(std::string_view text, const std::map<std::string, std::string>& pronunciations, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::pair<const std::string, std::string>* found = nullptr;
    if (at == 0 || !in_word(text, at - 1))
      for (const auto& entry : pronunciations) {
        const auto& written = entry.first;
        if (written.empty() || text.substr(at, written.size()) != written || in_word(text, at + written.size()))
          continue;
        if (!found || written.size() > found->first.size()) found = &entry;
      }
    const auto length = found ? found->first.size() : 1;
    const auto written = text.substr(at, length);
    visit(written, found ? std::string_view(found->second) : written);
    at += length;
  }
}

}  // namespace

std::string spoken_list(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t index = 0; index < items.size(); ++index) {
    if (index > 0) out += index + 1 == items.size() ? " and " : ", ";
    out += items[index];
  }
  return out;
}

bool mentions(std::string_view text, std::string_view variable) {
  const auto tags = tags_of(text);
  return std::any_of(tags.begin(), tags.end(), [&](const Tag& tag) { return tag.kind != '!' && tag.name == variable; });
}

std::string render_reply(std::string_view text, const Organization& organization, WallTime now,
                         std::string_view last_reply) {
  if (text.find("{{") == std::string_view::npos) return std::string(text);
  const OpeningTimes times(organization.hours, organization.timezone, now);
  kainjow::mustache::data values;
  values.set("organization", organization.name);
  values.set("today", times.today());
  values.set("hours_today", times.hours_today());
  values.set("hours_week", times.hours_week());
  values.set("closes_at", times.closes_at());
  values.set("next_opening", times.next_opening());
  values.set("offers", spoken_list(first_offers(organization)));
  values.set("last_reply", std::string(last_reply));
  values.set("open_now", times.open_now());
  values.set("open_today", times.open_today());
  kainjow::mustache::mustache reply{std::string(text)};
  // Speech is no HTML: nothing is escaped.
  reply.set_custom_escape([](const std::string& plain) { return plain; });
  return reply.render(values);
}

std::vector<std::string> check_templates(const Organization& organization) {
  std::vector<std::string> faults;
  if (!is_time_zone(organization.timezone))
    faults.push_back("timezone: " + quoted(organization.timezone) +
                     " is not in this machine's time zone database (package tzdata)");
  check_text("greeting", organization.greeting, faults);
  check_text("greeting_after_hours", organization.after_hours_greeting, faults);
  check_text("farewell", organization.farewell, faults);
  check_text("disclosure", organization.disclosure, faults);
  check_text("fallback.reprompt", organization.fallback.reprompt, faults);
  for (const auto& pattern : organization.patterns)
    check_text("pattern " + quoted(pattern.key) + ", reply", pattern.reply, faults);
  return faults;
}

std::string pronounce(std::string_view text, const std::map<std::string, std::string>& pronunciations) {
  std::string out;
  each_piece(text, pronunciations, [&](std::string_view, std::string_view spoken) { out += spoken; });
  return out;
}

std::string part_spoken(std::string_view text, const std::map<std::string, std::string>& pronunciations,
                        std::uint32_t spoken_end) {
  std::string out;
  std::size_t spoken_so_far = 0;
  each_piece(text, pronunciations, [&](std::string_view written, std::string_view spoken) {
    spoken_so_far += spoken.size();
    if (spoken_so_far <= spoken_end) out += written;
  });
  return out;
}

}  // namespace parley
