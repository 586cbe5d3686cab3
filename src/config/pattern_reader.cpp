// SPDX-License-Identifier: Apache-2.0
#include "pattern_reader.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "nearest_name.hpp"
#include "written_forms.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostExamples = 500;
constexpr std::size_t kMostRules = 100;
constexpr std::size_t kMostWords = 100;

// Reads one word of a closed list into the enumerator at its place.
template <class Choice, std::size_t N>
void choice(FieldReader& fields, std::string_view key, Choice& place, const std::array<std::string_view, N>& names) {
  std::string given(names[static_cast<std::size_t>(place)]);
  fields.text(key, given);
  const auto* found = std::find(names.begin(), names.end(), given);
  if (found != names.end()) {
    place = static_cast<Choice>(found - names.begin());
    return;
  }
  std::string expected = "is '" + shown(given) + "'; expected";
  for (const auto name : names) expected += (name == names.front() ? " " : " | ") + std::string(name);
  fields.fault(key, expected);
}

bool key_like(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::islower(c) || std::isdigit(c) || c == '_' || c == '-';
  });
}

KeywordRule read_rule(const YamlNode& node, const std::string& pattern, FaultList& faults) {
  KeywordRule rule;
  if (node.kind != YamlNode::Kind::map) {
    faults.add(node.line, "in " + pattern + ": a keyword rule is written as { any: [hours], max_words: 4 }");
    return rule;
  }
  FieldReader fields(node, "a keyword rule of " + pattern, faults);
  fields.texts("any", rule.any, kMostWords);
  fields.texts("all", rule.all, kMostWords);
  fields.texts("none", rule.none, kMostWords);
  if (fields.node("max_words") != nullptr) {
    std::uint32_t words = 1;
    fields.count("max_words", words, 1, 100);
    rule.max_words = words;
  }
  if (rule.any.empty() && rule.all.empty()) faults.add(node.line, fields.where() + "'any' or 'all' is missing");
  fields.finish();
  return rule;
}

}  // namespace

Pattern read_pattern(const YamlNode& node, FaultList& faults) {
  Pattern pattern;
  FieldReader keys(node, "a pattern", faults);
  keys.text("key", pattern.key);
  if (!key_like(pattern.key)) {
    keys.fault("key", "must be 1 to 64 lower-case letters, digits, '_' or '-'");
  }
  const std::string name = "pattern '" + shown(pattern.key) + "'";
  FieldReader fields(node, name, faults);
  fields.node("key");
  fields.texts("examples", pattern.examples, kMostExamples);
  if (const auto* rules = fields.list("keywords", kMostRules)) {
    for (const auto& rule : rules->items) pattern.keywords.push_back(read_rule(rule, name, faults));
  }
  fields.text("reply", pattern.reply);
  fields.require("reply");
  choice(fields, "kind", pattern.kind, kReplyKindNames);
  choice(fields, "after", pattern.after, kAfterReplyNames);
  fields.flag("active", pattern.active);
  fields.flag("never_suppress", pattern.never_suppress);
  choice(fields, "care", pattern.care, kCareNames);
  fields.text("offers", pattern.offers);
  if (pattern.examples.empty() && pattern.keywords.empty()) {
    faults.add(node.line, fields.where() + "neither 'examples' nor 'keywords': nothing could ever match");
  }
  fields.finish();
  return pattern;
}

namespace {

// One phrase with two answers, where both are active. The router finds those that only sound alike.
class Phrases {
 public:
  explicit Phrases(FaultList& faults) : faults_(faults) {}

  void claim(const YamlNode& node, const Pattern& pattern) {
    if (!pattern.active) return;
    for (const auto& [key, value] : node.entries) {
      if (key.text != "examples") continue;
      for (const auto& example : value.items) {
        auto text = example.text;
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        const auto [place, is_new] = owners_.try_emplace(std::move(text), Owner{pattern.key, example.line});
        if (!is_new && place->second.pattern != pattern.key)
          faults_.add(example.line, "in pattern '" + shown(pattern.key) + "': the example '" + shown(example.text) +
                                        "' is also one of pattern '" + shown(place->second.pattern) + "', " +
                                        faults_.place(place->second.line));
      }
    }
  }

 private:
  struct Owner {
    std::string pattern;
    int line;
  };

  FaultList& faults_;
  std::map<std::string, Owner> owners_;
};

}  // namespace

std::vector<Pattern> read_patterns(const YamlNode& list, FaultList& faults, SharedExamples shared) {
  std::vector<Pattern> patterns;
  std::map<std::string, int> first_line;
  Phrases phrases(faults);
  for (const auto& node : list.items) {
    if (node.kind != YamlNode::Kind::map) {
      faults.add(node.line,
                 "'patterns' holds " + std::string(kind_name(node)) + " where keys with values are expected");
      continue;
    }
    auto pattern = read_pattern(node, faults);
    const auto [place, is_new] = first_line.emplace(pattern.key, node.line);
    if (!is_new && !pattern.key.empty()) {
      faults.add(node.line, "pattern '" + pattern.key + "' is given twice; first " + faults.place(place->second));
    }
    if (shared == SharedExamples::fault) phrases.claim(node, pattern);
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

}  // namespace parley
