// SPDX-License-Identifier: Apache-2.0
// The phrase that was meant when none was said letter by letter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "bit_ratio.hpp"
#include "trigram_shortlist.hpp"
#include "typo_guard.hpp"

namespace parley {

struct TypoPhrase {
  std::vector<std::string> words;  // as utterances are compared
  std::uint32_t pattern = 0;
};

struct TypoHit {
  std::uint32_t pattern = 0;
  double ratio = 0;  // of letters, 0–1

  friend bool operator==(const TypoHit&, const TypoHit&) = default;
};

class TypoMatcher {
 public:
  // Letters that must agree: of any explained difference, and where every slip keeps the sound of its word.
  // docs/adr/0020-typos.md has the test that they come from.
  static constexpr double kLeastRatio = 0.95;
  static constexpr double kLeastRatioOfSound = 0.8;

  // `shortlist`: so many phrases are compared; 0: all of them.
  TypoMatcher(std::vector<TypoPhrase> phrases, std::unordered_set<std::string> vocabulary, std::size_t shortlist);

  // The closest phrase, when all that fit belong to one pattern.
  std::optional<TypoHit> find(const std::vector<std::string>& words) const;

 private:
  using Index = std::unordered_multimap<std::string, std::uint32_t>;

  std::vector<std::uint32_t> candidates(const std::vector<std::string>& words, const std::string& text) const;

  std::vector<TypoPhrase> phrases_;
  std::vector<std::string> texts_;  // of phrases_
  TypoGuard guard_;
  TrigramShortlist trigrams_;
  Index by_letters_;  // without blanks and articles
  Index by_sound_;
  std::size_t shortlist_;
};

}  // namespace parley
