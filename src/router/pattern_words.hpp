// SPDX-License-Identifier: Apache-2.0
// Which words each pattern itself uses: a question with others is likely another question.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley {

// Words that say nothing about the subject of a question.
bool is_function_word(std::string_view word);

struct Strays {
  std::uint32_t all = 0;      // words that the pattern does not use
  std::uint32_t unknown = 0;  // of these, those that no pattern uses

  friend bool operator==(const Strays&, const Strays&) = default;
};

class PatternWords {
 public:
  // Examples and keyword entries, without `none`, of active patterns.
  explicit PatternWords(const std::vector<Pattern>& patterns);

  // Among the words at the set bits of `places`. When something is wanted ("tonight", "on sunday") makes no other
  // question.
  Strays strays(const std::vector<std::string>& words, std::uint64_t places, std::uint32_t pattern) const;

 private:
  std::unordered_map<std::string, std::vector<std::uint32_t>> patterns_of_;  // rising
};

}  // namespace parley
