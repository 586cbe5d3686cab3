// SPDX-License-Identifier: Apache-2.0
#include "pattern_words.hpp"

#include <algorithm>
#include <unordered_set>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

const std::unordered_set<std::string_view> kFunctionWords = {
    "a",     "an",    "the",   "i",      "you",   "we",    "he",   "she",   "it",    "they",   "me",   "us",
    "him",   "her",   "them",  "my",     "your",  "our",   "his",  "their", "its",   "this",   "that", "these",
    "those", "is",    "are",   "was",    "were",  "be",    "been", "am",    "do",    "does",   "did",  "can",
    "could", "will",  "would", "should", "may",   "might", "must", "shall", "have",  "has",    "had",  "what",
    "when",  "where", "who",   "which",  "why",   "how",   "if",   "to",    "of",    "in",     "on",   "at",
    "for",   "from",  "with",  "by",     "about", "as",    "up",   "out",   "and",   "or",     "but",  "so",
    "then",  "there", "here",  "any",    "some",  "get",   "got",  "guys",  "folks", "please", "just", "really",
    "also",  "now",   "kind",  "want",   "need",  "like",  "know", "tell",  "going", "all",    "right"};

// Times and small talk inside a question.
const std::unordered_set<std::string_view> kLightWords = {
    "today",   "tonight",  "tomorrow", "morning", "afternoon", "evening",  "night",   "day",      "days",
    "weekend", "weekends", "monday",   "tuesday", "wednesday", "thursday", "friday",  "saturday", "sunday",
    "okay",    "alright",  "great",    "lot",     "much",      "very",     "thanks",  "thank",    "hi",
    "hello",   "sorry",    "sir",      "ma'am",   "rather",    "since",    "through", "wondering"};

}  // namespace

bool is_function_word(std::string_view word) { return kFunctionWords.contains(word); }

PatternWords::PatternWords(const std::vector<Pattern>& patterns) {
  for (std::uint32_t index = 0; index < patterns.size(); ++index) {
    const auto& pattern = patterns[index];
    if (!pattern.active) continue;
    const auto add = [&](std::string text) {
      std::replace(text.begin(), text.end(), '|', ' ');
      for (const auto& word : normalise(text)) {
        auto& users = patterns_of_[word];
        if (users.empty() || users.back() != index) users.push_back(index);
      }
    };
    for (const auto& example : pattern.examples) add(example);
    for (const auto& rule : pattern.keywords)
      for (const auto* entries : {&rule.any, &rule.all})
        for (const auto& entry : *entries) add(entry);
  }
}

Strays PatternWords::strays(const std::vector<std::string>& words, std::uint64_t places, std::uint32_t pattern) const {
  Strays found;
  for (std::uint32_t at = 0; at < words.size() && at < 64; ++at) {
    if ((places >> at & 1U) == 0 || kLightWords.contains(words[at])) continue;
    const auto users = patterns_of_.find(words[at]);
    if (users == patterns_of_.end())
      ++found.unknown;
    else if (std::binary_search(users->second.begin(), users->second.end(), pattern))
      continue;
    ++found.all;
  }
  return found;
}

}  // namespace parley
