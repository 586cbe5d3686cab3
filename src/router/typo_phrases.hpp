// SPDX-License-Identifier: Apache-2.0
// What typos of an organization's patterns are typos of.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "keyword_rules.hpp"
#include "parley/core/organization.hpp"
#include "typo_matcher.hpp"

namespace parley {

// The examples of active patterns without their courtesies, and the keyword entries that answer when said alone
// ("hours"): `rules` are those of `patterns`.
std::vector<TypoPhrase> typo_phrases(const std::vector<Pattern>& patterns, const KeywordRules& rules);

// Every word of examples and keyword rules, of sleeping patterns and of `none` too: it means itself.
std::unordered_set<std::string> typo_vocabulary(const std::vector<Pattern>& patterns);

}  // namespace parley
