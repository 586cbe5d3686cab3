// SPDX-License-Identifier: Apache-2.0
#include "organization_reader.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include "field_reader.hpp"
#include "hours_reader.hpp"
#include "nearest_name.hpp"
#include "pattern_reader.hpp"
#include "prewarm_reader.hpp"
#include "router_reader.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostPhrases = 10000;

bool made_of(std::string_view text, std::size_t longest, std::string_view besides, int (*kind)(int)) {
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return kind(c) != 0 || besides.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool key_like(std::string_view text) {
  return made_of(text, 63, "-", std::isalnum) && text.front() != '-' &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return std::isupper(c) != 0; });
}
bool language_like(std::string_view text) { return made_of(text, 35, "-", std::isalnum); }
bool timezone_like(std::string_view text) { return made_of(text, 64, "/_+-", std::isalnum); }

class Reading {
 public:
  Reading(const YamlNode& root, FaultList& faults, Organization& organization, std::map<std::string, int>& claims)
      : top_(root, "", faults), organization_(organization), claims_(claims), faults_(faults) {}

  void read(OrganizationParts parts, const std::vector<std::string>& voices) {
    read_identity(voices);
    read_words();
    read_hours();
    read_policies();
    if (parts == OrganizationParts::whole) read_lists();
    top_.finish();
  }

 private:
  void read_lists() {
    read_numbers();
    if (const auto* patterns = top_.list("patterns", kMostPatterns)) {
      organization_.patterns = read_patterns(*patterns, faults_);
      check_references(*patterns);
    }
  }

  void read_identity(const std::vector<std::string>& voices) {
    const auto* node = top_.map("organization");
    if (node == nullptr) {
      top_.require("organization");
      return;
    }
    FieldReader fields(*node, "organization", faults_);
    fields.text("key", organization_.key.value);
    if (!key_like(organization_.key.value)) {
      fields.fault("key", "must be 1 to 63 lower-case letters, digits or '-', not at the start");
    } else {
      claims_.emplace("organization key '" + organization_.key.value + "'", fields.line_of("key"));
    }
    fields.text("name", organization_.name, 200);
    fields.require("name");
    fields.text("language", organization_.language);
    if (!language_like(organization_.language)) fields.fault("language", "must be a tag as en-US");
    fields.text("timezone", organization_.timezone);
    if (!timezone_like(organization_.timezone)) fields.fault("timezone", "must be a name as America/Chicago");
    fields.text("voice", organization_.voice, 64);
    const auto& voice = organization_.voice;
    if (!voices.empty() && std::find(voices.begin(), voices.end(), voice) == voices.end()) {
      std::string known;
      for (const auto& name : voices) known += (known.empty() ? "" : ", ") + name;
      fields.fault("voice", "is '" + voice + "'; known voices: " + known + suggestion(voice, voices));
    }
    fields.finish();
  }

  void read_numbers() {
    top_.texts("numbers", organization_.numbers, kMostNumbers);
    const auto* list = top_.node("numbers");
    if (list == nullptr) top_.fault("numbers", "is missing; [] when nobody is to call yet");
    if (list == nullptr) return;
    for (const auto& item : list->items) {
      const std::string shown = "'" + parley::shown(item.text) + "'";
      if (!is_number(item.text)) {
        faults_.add(item.line, "'numbers' holds " + shown + "; 1 to 64 letters, digits and +*#._- are allowed");
      } else if (!claims_.emplace("number " + shown, item.line).second) {
        faults_.add(item.line, "'numbers' holds " + shown + " twice");
      }
    }
  }

  void read_words() {
    top_.text("greeting", organization_.greeting);
    top_.text("greeting_after_hours", organization_.after_hours_greeting);
    top_.text("farewell", organization_.farewell);
    top_.text("disclosure", organization_.disclosure);
    top_.texts("blocklist", organization_.blocklist, 1000);
    top_.texts("phrases", organization_.phrases, kMostPhrases);
    const auto* pronunciations = top_.map("pronunciations");
    if (pronunciations == nullptr) return;
    for (const auto& [word, spoken] : pronunciations->entries) {
      const bool right = !word.text.empty() && word.text.size() <= 100 && reads_as(spoken, YamlNode::Form::text) &&
                         !spoken.text.empty() && spoken.text.size() <= 200;
      if (right) {
        organization_.pronunciations.emplace(word.text, spoken.text);
      } else {
        faults_.add(word.line, "in pronunciations: '" + shown(word.text) + "' must be a word with how it is said");
      }
    }
  }

  void read_hours() {
    HoursNodes nodes;
    nodes.hours = top_.map("hours");
    nodes.closed = top_.list("closed", 1000);
    nodes.special = top_.map("special");
    parley::read_hours(nodes, organization_.hours, faults_);
  }

  void read_policies() {
    if (const auto* node = top_.map("silence")) {
      FieldReader fields(*node, "silence", faults_);
      double seconds = 6;
      fields.number("prompt_after_s", seconds, 1, 120);
      organization_.silence.prompt_after = std::chrono::milliseconds{std::lround(seconds * 1000)};
      fields.count("prompts", organization_.silence.prompts, 0, 10);
      fields.finish();
    }
    if (const auto* node = top_.map("limits")) {
      FieldReader fields(*node, "limits", faults_);
      fields.count("calls", organization_.limits.calls, 1, 100000);
      auto minutes = static_cast<std::uint32_t>(organization_.limits.call_length.count());
      fields.count("call_minutes", minutes, 1, 1440);
      organization_.limits.call_length = std::chrono::minutes{minutes};
      fields.finish();
    }
    if (const auto* node = top_.map("fallback")) {
      FieldReader fields(*node, "fallback", faults_);
      fields.text("reprompt", organization_.fallback.reprompt);
      fields.flag("offer_callback", organization_.fallback.offer_callback);
      std::string target;
      fields.text("transfer_to", target, 256);
      if (!target.empty()) organization_.fallback.transfer_to = target;
      fields.finish();
    }
    if (const auto* node = top_.map("prices")) {
      FieldReader fields(*node, "prices", faults_);
      fields.number("llm_call", organization_.prices.llm_call_usd, 0, 1000);
      fields.number("embedding", organization_.prices.embedding_usd, 0, 1000);
      fields.finish();
    }
    read_retention();
    if (const auto* node = top_.map("router")) read_router(*node, faults_, organization_.router);
    if (const auto* node = top_.map("prewarm")) read_prewarm(*node, faults_, organization_.prewarm);
  }

  void read_retention() {
    const auto* node = top_.map("retention");
    if (node == nullptr) return;
    FieldReader fields(*node, "retention", faults_);
    const auto days = [&](std::string_view key, std::optional<std::uint32_t>& place) {
      std::uint32_t given = 0;
      if (fields.node(key) == nullptr) return;
      fields.count(key, given, 0, 36500);
      place = given;
    };
    days("recordings_days", organization_.retention.recording_days);
    days("transcripts_days", organization_.retention.transcript_days);
    fields.finish();
  }

  void check_references(const YamlNode& patterns) {
    if (organization_.fallback.transfer_to) return;
    // Patterns that are no maps were left out, so places are found by key.
    for (const auto& pattern : organization_.patterns) {
      if (pattern.after != AfterReply::transfer) continue;
      faults_.add(line_of(patterns, pattern.key),
                  "pattern '" + pattern.key + "' transfers the call, but fallback.transfer_to is not set");
    }
  }

  static int line_of(const YamlNode& patterns, const std::string& key) {
    for (const auto& node : patterns.items) {
      for (const auto& [name, value] : node.entries) {
        if (name.text == "key" && value.text == key) return node.line;
      }
    }
    return patterns.line;
  }

  FieldReader top_;
  Organization& organization_;
  std::map<std::string, int>& claims_;
  FaultList& faults_;
};

}  // namespace

void read_organization(const YamlNode& root, OrganizationParts parts, const std::vector<std::string>& voices,
                       FaultList& faults, Organization& place, std::map<std::string, int>& claims) {
  if (root.kind == YamlNode::Kind::map) {
    Reading(root, faults, place, claims).read(parts, voices);
  } else {
    faults.add(root.line, "holds no keys; 'organization', 'numbers' … are expected");
  }
}

// The user part of a SIP URI without what would need escaping (RFC 3261 §25.1).
bool is_number(std::string_view text) { return made_of(text, 64, "+*#._-", std::isalnum); }

}  // namespace parley
