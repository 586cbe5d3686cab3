// SPDX-License-Identifier: Apache-2.0
// What simulated callers ask an organization: its own example sentences, for which the right pattern is known.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley::commands {

struct Question {
  std::string text;
  std::string pattern;

  friend bool operator==(const Question&, const Question&) = default;
};

// Examples of three to eight words of the patterns that inform and go on listening, one of each pattern in turn, so
// that neighbours differ. Patterns without `offers` (greetings, thanks) and those that end or leave the talk are left
// out.
std::vector<Question> questions_of(const Organization& organization);

// `count` questions from place `first` on, going round.
std::vector<Question> take_questions(const std::vector<Question>& all, std::size_t first, std::size_t count);

}  // namespace parley::commands
