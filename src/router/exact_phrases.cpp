// SPDX-License-Identifier: Apache-2.0
#include "exact_phrases.hpp"

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string join_core(const std::vector<std::string>& words, Core core) {
  return join_words({words.begin() + core.first, words.begin() + core.last});
}

}  // namespace

ExactPhrases::ExactPhrases(const std::vector<Pattern>& patterns, std::vector<std::string>& faults) {
  std::unordered_map<std::string, std::uint32_t> cores;
  for (std::uint32_t index = 0; index < patterns.size(); ++index) {
    if (!patterns[index].active) continue;
    for (const auto& example : patterns[index].examples) {
      const auto words = without_emphasis(normalise(example));
      const auto where = "pattern " + quoted(patterns[index].key) + ": example " + quoted(example);
      if (words.empty()) {
        faults.push_back(where + " has nothing that could be heard");
        continue;
      }
      const auto [known, added] = patterns_.try_emplace(join_words(words), index);
      if (!added && known->second != index)
        faults.push_back(where + " is also an example of pattern " + quoted(patterns[known->second].key));
      const auto [core, fresh] = cores.try_emplace(join_core(words, core_of(words)), index);
      if (!fresh && core->second != index) core->second = kSeveral;
    }
  }
  for (const auto& [phrase, pattern] : cores)
    if (pattern != kSeveral) patterns_.try_emplace(phrase, pattern);
}

std::optional<std::uint32_t> ExactPhrases::find(const std::vector<std::string>& words, Core core) const {
  auto known = patterns_.find(join_words(words));
  if (known == patterns_.end() && core.size() != words.size()) known = patterns_.find(join_core(words, core));
  if (known == patterns_.end()) return std::nullopt;
  return known->second;
}

}  // namespace parley
