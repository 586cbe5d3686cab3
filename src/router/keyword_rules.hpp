// SPDX-License-Identifier: Apache-2.0
// The keyword rules of all patterns of an organization, compiled into one trie and an index from words to rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "courtesies.hpp"
#include "parley/core/organization.hpp"
#include "pattern_words.hpp"
#include "term_trie.hpp"

namespace parley {

// A pattern whose rule fires, with what makes one rule more specific than another.
struct RuleHit {
  std::uint32_t pattern = 0;     // index in Organization::patterns
  std::uint32_t core_words = 0;  // words of the question itself that the rule explains
  std::uint32_t all_words = 0;   // the same, courtesies included
  std::uint32_t conditions = 0;  // `all` entries, and one for `any`
  double explained = 0;          // share of the question's content words that the rule explains, 0–1

  friend bool operator==(const RuleHit&, const RuleHit&) = default;
};

class KeywordRules {
 public:
  static constexpr std::uint32_t kMaxWords = 64;  // longer utterances match nothing
  static constexpr std::uint32_t kLongQuestion = 16;

  // Rules of active patterns. Faults are appended, one sentence each, naming pattern and rule;
  // a rule that two patterns share is one.
  KeywordRules(const std::vector<Pattern>& patterns, std::vector<std::string>& faults);

  // One hit a pattern (its most specific rule), most specific pattern first; equal ones in the order of the file.
  // Negation that no entry of the rule names keeps it from firing: "i do not want your hours".
  // Nor does a question fire a rule that it merely contains: of its content words outside the rule, at most one may be
  // foreign to the pattern's own examples and rules, and that one only where the rule has two conditions or the
  // organization uses the word elsewhere; more only where the rule explains more than twice as many words. A rule with
  // max_words of kLongQuestion or more asks for long sentences and takes strays.
  // A rule fires only on terms whose words all are as certain as `least`; `certainties`: one a word, or none when all
  // are certain.
  std::vector<RuleHit> match(const std::vector<std::string>& words, Core core,
                             const std::vector<double>& certainties = {}, double least = 0) const;

 private:
  using Group = std::vector<TermId>;  // alternatives: one of them must occur
  struct Rule {
    std::uint32_t pattern = 0;
    std::vector<Group> groups;  // all of them; never empty
    Group none;
    std::uint32_t max_words = kMaxWords;
    bool takes_strays = false;
  };

  void find_contradictions(const std::vector<Pattern>& patterns, std::vector<std::string>& faults) const;
  Group read_entry(const std::string& entry, const std::string& where, std::vector<std::string>& faults);
  void read_rule(const KeywordRule& source, std::uint32_t pattern, const std::string& where,
                 std::vector<std::string>& faults);

  TermTrie trie_;
  PatternWords words_;
  std::vector<Rule> rules_;
  std::vector<std::vector<std::uint32_t>> rules_of_term_;  // rules whose first group has the term
};

}  // namespace parley
