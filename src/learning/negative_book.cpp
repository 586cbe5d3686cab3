// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/negative_book.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "content_words.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

std::vector<std::string> words_of(const std::string& question) { return normalise(question); }

// The same content words are the same question, whatever stands between them.
std::string kind_of(const std::string& question) {
  std::string kind;
  for (const auto& one : content_stems(words_of(question))) kind += one + ' ';
  return kind.empty() ? question : kind;
}

}  // namespace

NegativeChoice choose_negatives(std::span<const MinedNegative> newest_first, std::span<const std::string> examples,
                                const NegativeLimits& limits) {
  const auto share = static_cast<std::size_t>(std::floor(limits.per_example * static_cast<double>(examples.size())));
  const auto room = std::min(limits.most, std::max(limits.least, share));
  const std::set<std::string> known(examples.begin(), examples.end());
  std::set<std::string> kinds;
  NegativeChoice choice;
  for (const auto& mined : newest_first) {
    const bool fits =
        !known.contains(mined.question) && choice.taught.size() < room && kinds.insert(kind_of(mined.question)).second;
    (fits ? choice.taught : choice.dropped).push_back(mined.question);
  }
  return choice;
}

}  // namespace parley
