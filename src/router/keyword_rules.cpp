// SPDX-License-Identifier: Apache-2.0
#include "keyword_rules.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_set>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

const std::unordered_set<std::string_view> kNegations = {"not",     "no",   "never",  "without", "nor",
                                                         "neither", "none", "nobody", "nothing"};

std::uint64_t mask_of(std::uint32_t first, std::uint32_t count) {
  const auto ones = count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
  return ones << first;
}

std::uint32_t count_words(std::uint64_t mask) { return static_cast<std::uint32_t>(std::popcount(mask)); }

// Which words of an utterance negate, and which carry content.
struct Marks {
  std::uint64_t core = 0;
  std::uint64_t negation = 0;
  std::uint64_t content = 0;
};

Marks mark(const std::vector<std::string>& words, Core core) {
  Marks marks;
  marks.core = mask_of(core.first, core.size());
  for (std::uint32_t at = core.first; at < core.last; ++at) {
    if (kNegations.contains(words[at])) marks.negation |= mask_of(at, 1);
    if (!is_function_word(words[at])) marks.content |= mask_of(at, 1);
  }
  return marks;
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

}  // namespace

KeywordRules::KeywordRules(const std::vector<Pattern>& patterns, std::vector<std::string>& faults) : words_(patterns) {
  for (std::uint32_t index = 0; index < patterns.size(); ++index) {
    const auto& pattern = patterns[index];
    if (!pattern.active) continue;
    for (std::size_t number = 0; number < pattern.keywords.size(); ++number)
      read_rule(pattern.keywords[number], index,
                "pattern " + quoted(pattern.key) + ", keyword rule " + std::to_string(number + 1), faults);
  }
  find_contradictions(patterns, faults);
  rules_of_term_.resize(trie_.size());
  for (std::uint32_t rule = 0; rule < rules_.size(); ++rule)
    for (const auto term : rules_[rule].groups.front()) rules_of_term_[term].push_back(rule);
}

// Two patterns with one rule would answer by their order in the file alone.
void KeywordRules::find_contradictions(const std::vector<Pattern>& patterns, std::vector<std::string>& faults) const {
  std::map<std::tuple<std::vector<Group>, Group, std::uint32_t>, std::uint32_t> owners;
  for (const auto& rule : rules_) {
    auto groups = rule.groups;
    for (auto& group : groups) std::sort(group.begin(), group.end());
    std::sort(groups.begin(), groups.end());
    auto none = rule.none;
    std::sort(none.begin(), none.end());
    const auto [owner, fresh] = owners.try_emplace({std::move(groups), std::move(none), rule.max_words}, rule.pattern);
    if (!fresh && owner->second != rule.pattern)
      faults.push_back("pattern " + quoted(patterns[rule.pattern].key) + ": a keyword rule is also one of pattern " +
                       quoted(patterns[owner->second].key));
  }
}

KeywordRules::Group KeywordRules::read_entry(const std::string& entry, const std::string& where,
                                             std::vector<std::string>& faults) {
  Group group;
  std::string_view rest = entry;
  while (true) {
    const auto bar = std::min(rest.find('|'), rest.size());
    const auto words = without_emphasis(normalise(rest.substr(0, bar)));
    if (words.empty())
      faults.push_back(where + ": " + quoted(entry) + " has nothing that could be heard");
    else
      group.push_back(trie_.add(words));
    if (bar == rest.size()) return group;
    rest.remove_prefix(bar + 1);
  }
}

void KeywordRules::read_rule(const KeywordRule& source, std::uint32_t pattern, const std::string& where,
                             std::vector<std::string>& faults) {
  const auto faults_before = faults.size();
  Rule rule;
  rule.pattern = pattern;
  if (source.any.empty() && source.all.empty())
    faults.push_back(where + ": needs any or all; without them it has no word to fire on");
  if (source.max_words && (*source.max_words == 0 || *source.max_words > kMaxWords))
    faults.push_back(where + ": max_words must be 1 to " + std::to_string(kMaxWords));
  rule.max_words = source.max_words.value_or(kMaxWords);
  rule.takes_strays = source.max_words && *source.max_words >= kLongQuestion;
  // `all` first: its groups are smaller, so fewer rules wake up on a common word.
  for (const auto& entry : source.all) rule.groups.push_back(read_entry(entry, where, faults));
  Group any;
  for (const auto& entry : source.any) {
    const auto alternatives = read_entry(entry, where, faults);
    any.insert(any.end(), alternatives.begin(), alternatives.end());
  }
  if (!source.any.empty()) rule.groups.push_back(std::move(any));
  for (const auto& entry : source.none) {
    const auto alternatives = read_entry(entry, where, faults);
    rule.none.insert(rule.none.end(), alternatives.begin(), alternatives.end());
  }
  const auto excluded = [&](TermId term) {
    return std::find(rule.none.begin(), rule.none.end(), term) != rule.none.end();
  };
  for (const auto& group : rule.groups)
    if (!group.empty() && std::all_of(group.begin(), group.end(), excluded))
      faults.push_back(where + ": can never fire, none excludes what it requires");
  if (faults.size() == faults_before) rules_.push_back(std::move(rule));
}

std::vector<RuleHit> KeywordRules::match(const std::vector<std::string>& words, Core core,
                                         const std::vector<double>& certainties, double least) const {
  std::vector<RuleHit> best;
  if (words.size() > kMaxWords) return best;
  const auto terms = trie_.find(words);
  if (terms.empty()) return best;
  const auto marks = mark(words, core);
  const auto content = count_words(marks.content);

  std::uint64_t doubtful = 0;
  for (std::uint32_t at = 0; at < std::min(words.size(), certainties.size()); ++at)
    if (certainties[at] < least) doubtful |= mask_of(at, 1);
  const auto covered_by = [&](const Group& group, std::uint64_t besides) {
    std::uint64_t mask = 0;
    for (const auto& hit : terms) {
      const auto place = mask_of(hit.first, hit.count);
      if ((place & besides) == 0 && std::find(group.begin(), group.end(), hit.term) != group.end()) mask |= place;
    }
    return mask;
  };
  const auto more_specific = [](const RuleHit& a, const RuleHit& b) {
    return std::tie(a.core_words, a.all_words, a.conditions) > std::tie(b.core_words, b.all_words, b.conditions);
  };

  std::vector<std::uint32_t> awake;
  for (const auto& hit : terms)
    awake.insert(awake.end(), rules_of_term_[hit.term].begin(), rules_of_term_[hit.term].end());
  std::sort(awake.begin(), awake.end());
  awake.erase(std::unique(awake.begin(), awake.end()), awake.end());

  for (const auto index : awake) {
    const auto& rule = rules_[index];
    if (core.size() > rule.max_words || covered_by(rule.none, 0) != 0) continue;
    std::uint64_t covered = 0;
    bool complete = true;
    for (const auto& group : rule.groups) {
      const auto mask = covered_by(group, doubtful);
      complete = complete && mask != 0;
      covered |= mask;
    }
    if (!complete || (marks.negation & ~covered) != 0) continue;
    // Only the wrapping is explained: "thanks, but my bill is wrong" is no thanks.
    if ((covered & marks.core) == 0) continue;
    if (!rule.takes_strays) {
      const auto strays = words_.strays(words, marks.content & marks.core & ~covered, rule.pattern);
      const bool little = strays.all == 1 && (strays.unknown == 0 || rule.groups.size() > 1);
      if (strays.all != 0 && !little && count_words(covered) <= 2 * strays.all) continue;
    }
    const double share = content == 0 ? 1.0 : count_words(covered & marks.content) / static_cast<double>(content);
    const RuleHit hit{rule.pattern, count_words(covered & marks.core), count_words(covered),
                      static_cast<std::uint32_t>(rule.groups.size()), share};
    const auto same =
        std::find_if(best.begin(), best.end(), [&](const RuleHit& known) { return known.pattern == hit.pattern; });
    if (same == best.end())
      best.push_back(hit);
    else if (more_specific(hit, *same))
      *same = hit;
  }
  // Rules are awake in the order of the file, and the sort keeps it among equals.
  std::stable_sort(best.begin(), best.end(), more_specific);
  return best;
}

}  // namespace parley
