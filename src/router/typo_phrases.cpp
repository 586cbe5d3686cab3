// SPDX-License-Identifier: Apache-2.0
#include "typo_phrases.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "courtesies.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

// Calls `visit` with the words of each alternative of the entries.
template <class Visit>
void for_each_alternative(const std::vector<std::string>& entries, Visit visit) {
  for (const auto& entry : entries) {
    std::string_view rest = entry;
    while (true) {
      const auto bar = std::min(rest.find('|'), rest.size());
      visit(without_emphasis(normalise(rest.substr(0, bar))));
      if (bar == rest.size()) break;
      rest.remove_prefix(bar + 1);
    }
  }
}

}  // namespace

std::vector<TypoPhrase> typo_phrases(const std::vector<Pattern>& patterns, const KeywordRules& rules) {
  std::vector<TypoPhrase> phrases;
  std::set<std::pair<std::uint32_t, std::vector<std::string>>> known;
  const auto add = [&](std::uint32_t pattern, const std::vector<std::string>& words, Core core) {
    std::vector<std::string> own(words.begin() + core.first, words.begin() + core.last);
    if (!own.empty() && known.emplace(pattern, own).second) phrases.push_back({std::move(own), pattern});
  };
  for (std::uint32_t index = 0; index < patterns.size(); ++index) {
    if (!patterns[index].active) continue;
    for (const auto& example : patterns[index].examples) {
      const auto words = without_emphasis(normalise(example));
      add(index, words, core_of(words));
    }
    const auto add_alone = [&](const std::vector<std::string>& words) {
      if (words.empty()) return;
      const auto core = core_of(words);
      const auto hits = rules.match(words, core);
      if (hits.size() == 1 && hits.front().pattern == index) add(index, words, core);
    };
    for (const auto& rule : patterns[index].keywords) {
      for_each_alternative(rule.any, add_alone);
      for_each_alternative(rule.all, add_alone);
    }
  }
  return phrases;
}

std::unordered_set<std::string> typo_vocabulary(const std::vector<Pattern>& patterns) {
  std::unordered_set<std::string> words;
  const auto add = [&](std::vector<std::string> more) {
    words.insert(std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  for (const auto& pattern : patterns) {
    for (const auto& example : pattern.examples) add(normalise(example));
    for (const auto& rule : pattern.keywords)
      for (const auto* entries : {&rule.any, &rule.all, &rule.none}) for_each_alternative(*entries, add);
  }
  return words;
}

}  // namespace parley
