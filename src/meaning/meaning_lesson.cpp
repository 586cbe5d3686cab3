// SPDX-License-Identifier: Apache-2.0
#include "parley/meaning/meaning_lesson.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

std::string spoken_key(std::string key) {
  std::replace_if(
      key.begin(), key.end(), [](char letter) { return letter == '_' || letter == '-'; }, ' ');
  return key;
}

// The first alternative of an entry.
std::string phrase_of(const std::string& entry) { return entry.substr(0, entry.find('|')); }

void add_names(const Pattern& pattern, std::uint32_t index, std::vector<LessonExample>& examples) {
  examples.push_back({spoken_key(pattern.key), index, true});
  if (!pattern.offers.empty()) examples.push_back({pattern.offers, index, true});
  for (const auto& rule : pattern.keywords) {
    if (!rule.all.empty()) continue;  // its `any` is but a part of what it asks for
    for (const auto& entry : rule.any) {
      const auto phrase = phrase_of(entry);
      if (phrase.find(' ') != std::string::npos) examples.push_back({phrase, index, true});
    }
  }
}

}  // namespace

MeaningLesson lesson_of(const Organization& organization) {
  MeaningLesson lesson;
  const auto& router = organization.router;
  lesson.targets = {router.harmless_target, router.usual_target, router.sensitive_target};
  for (const auto& pattern : organization.patterns) {
    if (!pattern.active || pattern.examples.empty()) continue;
    const auto index = static_cast<std::uint32_t>(lesson.patterns.size());
    lesson.patterns.push_back({pattern.key, pattern.care, pattern.kind, pattern.never_suppress});
    for (const auto& example : pattern.examples) lesson.examples.push_back({example, index, false});
    add_names(pattern, index, lesson.examples);
  }
  return lesson;
}

void add_answered(MeaningLesson& lesson, const std::vector<AnsweredQuestion>& answered) {
  std::map<std::string, std::uint32_t> patterns;
  for (std::uint32_t at = 0; at < lesson.patterns.size(); ++at) patterns.emplace(lesson.patterns[at].key, at);
  std::set<std::string> known(lesson.negatives.begin(), lesson.negatives.end());
  for (const auto& example : lesson.examples) known.insert(join_words(normalise(example.text)));
  for (const auto& one : answered) {
    const auto pattern = patterns.find(one.pattern);
    if (pattern == patterns.end() || !known.insert(one.question).second) continue;
    lesson.examples.push_back({one.question, pattern->second, false, one.weight});
  }
}

}  // namespace parley
