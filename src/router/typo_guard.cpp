// SPDX-License-Identifier: Apache-2.0
#include "typo_guard.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "english_words.hpp"
#include "parley/router/normalise.hpp"
#include "phonetic_key.hpp"

namespace parley {
namespace {

const std::unordered_set<std::string_view> kNegations = {"not",  "no",      "never",  "without", "nor", "neither",
                                                         "none", "nothing", "nobody", "nowhere", "can", "hardly"};

const std::unordered_set<std::string_view> kDates = {
    "monday",    "tuesday",  "wednesday", "thursday",  "friday",   "saturday",    "sunday",    "january",
    "february",  "march",    "april",     "may",       "june",     "july",        "august",    "september",
    "october",   "november", "december",  "today",     "tonight",  "tomorrow",    "yesterday", "morning",
    "afternoon", "evening",  "night",     "noon",      "midnight", "week",        "month",     "year",
    "weekend",   "next",     "last",      "christmas", "easter",   "thanksgiving"};

// Ordinals, which normalise() writes out.
const std::unordered_set<std::string_view> kOrdinals = {"first",   "second", "third", "fourth", "fifth", "sixth",
                                                        "seventh", "eighth", "ninth", "tenth",  "half",  "quarter"};

// Shorter words have too many neighbours.
constexpr std::size_t kShortest = 3;
constexpr std::size_t kLongest = 32;

// Deletions, insertions, substitutions and swaps of neighbours; texts of at most kLongest letters.
std::size_t edits(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, kLongest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({row[j - 1] + 1, above[j] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

// "waht" for "what": two neighbours changed places.
bool swapped(std::string_view said, std::string_view meant) {
  if (said.size() != meant.size()) return false;
  const auto from = std::mismatch(said.begin(), said.end(), meant.begin());
  const auto place = static_cast<std::size_t>(from.first - said.begin());
  return place + 1 < said.size() && said[place] == meant[place + 1] && said[place + 1] == meant[place] &&
         said.substr(place + 2) == meant.substr(place + 2);
}

bool fixed_in_meaning(std::string_view word) {
  return is_number_word(word) || kNegations.contains(word) || kOrdinals.contains(word);
}

}  // namespace

bool is_article(std::string_view word) { return word == "a" || word == "an" || word == "the"; }

TypoGuard::TypoGuard(std::unordered_set<std::string> vocabulary) : vocabulary_(std::move(vocabulary)) {
  for (const auto& word : vocabulary_) sounds_.insert(sound_key(word));
}

bool TypoGuard::may_slip(const std::string& said) const {
  if (said.size() < kShortest || said.size() > kLongest || known(said) || fixed_in_meaning(said) ||
      kDates.contains(said))
    return false;
  return !is_english_word(said) || sounds_.contains(sound_key(said));
}

Slips TypoGuard::slip(const std::string& said, const std::string& meant) const {
  if (!may_slip(said) || meant.size() < kShortest || meant.size() > kLongest || fixed_in_meaning(meant)) return {};
  if (sound_key(said) == sound_key(meant)) return {true, true, 1};
  if (is_english_word(said)) return {};
  const auto distance = edits(said, meant);
  const bool swap = swapped(said, meant);
  if (sound_skeleton(said) == sound_skeleton(meant) && distance <= (meant.size() < 5 ? 1U : 2U)) return {true, true, 1};
  if (kDates.contains(meant)) return {};
  if (swap) return {true, true, 1};
  // Fingers and ears seldom miss how a word begins: "iphone" is no "phone". Four letters have too many neighbours.
  if (said.front() != meant.front() || meant.size() < 5) return {};
  return {distance <= (meant.size() < 8 ? 1U : 2U), false, 1};
}

Slips TypoGuard::compare(const std::vector<std::string>& said, const std::vector<std::string>& meant) const {
  Slips slips;
  std::size_t i = 0;
  std::size_t j = 0;
  const auto text = [](const std::vector<std::string>& words, std::size_t at) {
    return at < words.size() ? std::string_view(words[at]) : std::string_view();
  };
  const auto together = [&](const std::vector<std::string>& words, std::size_t at, std::string_view whole) {
    return at + 1 < words.size() && words[at].size() + words[at + 1].size() == whole.size() &&
           whole.starts_with(words[at]) && whole.ends_with(words[at + 1]);
  };
  while (i < said.size() || j < meant.size()) {
    const auto here = text(said, i);
    const auto there = text(meant, j);
    if (here == there) {
      ++i, ++j;
    } else if (together(said, i, there)) {
      i += 2, ++j;
    } else if (together(meant, j, here)) {
      ++i, j += 2;
    } else if (is_article(here)) {
      ++i;
    } else if (const auto found = here.empty() || there.empty() ? Slips{} : slip(said[i], meant[j]); found.explained) {
      slips.kept_sound = slips.kept_sound && found.kept_sound;
      ++slips.count;
      ++i, ++j;
    } else if (is_article(there)) {
      ++j;
    } else {
      return {};
    }
  }
  slips.explained = true;
  return slips;
}

}  // namespace parley
