// SPDX-License-Identifier: Apache-2.0
#include "typo_matcher.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "parley/router/normalise.hpp"
#include "phonetic_key.hpp"

namespace parley {
namespace {

std::vector<std::string> texts_of(const std::vector<TypoPhrase>& phrases) {
  std::vector<std::string> texts;
  texts.reserve(phrases.size());
  for (const auto& phrase : phrases) texts.push_back(join_words(phrase.words));
  return texts;
}

std::string letters_of(const std::vector<std::string>& words) {
  std::string letters;
  for (const auto& word : words)
    if (!is_article(word)) letters += word;
  return letters;
}

std::string sound_of(const std::vector<std::string>& words) {
  std::string sound;
  for (const auto& word : words)
    if (!is_article(word)) sound += sound_skeleton(word) + ' ';
  return sound;
}

}  // namespace

TypoMatcher::TypoMatcher(std::vector<TypoPhrase> phrases, std::unordered_set<std::string> vocabulary,
                         std::size_t shortlist)
    : phrases_(std::move(phrases)),
      texts_(texts_of(phrases_)),
      guard_(std::move(vocabulary)),
      trigrams_(texts_),
      shortlist_(shortlist) {
  for (std::uint32_t index = 0; index < phrases_.size(); ++index) {
    by_letters_.emplace(letters_of(phrases_[index].words), index);
    by_sound_.emplace(sound_of(phrases_[index].words), index);
  }
}

std::vector<std::uint32_t> TypoMatcher::candidates(const std::vector<std::string>& words,
                                                   const std::string& text) const {
  std::vector<std::uint32_t> found;
  if (shortlist_ == 0) {
    found.resize(phrases_.size());
    std::iota(found.begin(), found.end(), 0U);
    return found;
  }
  const auto take = [&](const Index& index, const std::string& key) {
    const auto [first, last] = index.equal_range(key);
    for (auto entry = first; entry != last && found.size() < shortlist_; ++entry) found.push_back(entry->second);
  };
  take(by_letters_, letters_of(words));
  // With every word known, only blanks and articles can differ.
  const auto unknown = [&](const std::string& word) { return !guard_.known(word) && !is_article(word); };
  if (std::none_of(words.begin(), words.end(), unknown)) return found;
  if (std::any_of(words.begin(), words.end(),
                  [&](const std::string& word) { return unknown(word) && !guard_.may_slip(word); }))
    return found;
  take(by_sound_, sound_of(words));
  // Two texts of n and m letters have at most 2 min(n, m) / (n + m) in common.
  const auto size = static_cast<double>(text.size());
  const auto span = kLeastRatioOfSound / (2 - kLeastRatioOfSound);
  const auto close = trigrams_.find(text, shortlist_, static_cast<std::size_t>(std::ceil(size * span)),
                                    static_cast<std::size_t>(size / span));
  found.insert(found.end(), close.begin(), close.end());
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::optional<TypoHit> TypoMatcher::find(const std::vector<std::string>& words) const {
  const auto text = join_words(words);
  if (text.empty() || text.size() > BitRatio::kMaxBytes) return std::nullopt;
  const auto close = candidates(words, text);
  if (close.empty()) return std::nullopt;
  const BitRatio letters(text);
  std::optional<TypoHit> best;
  for (const auto index : close) {
    const auto ratio = letters.ratio(texts_[index], kLeastRatioOfSound);
    if (ratio == 0) continue;
    const auto slips = guard_.compare(words, phrases_[index].words);
    if (!slips.explained || (ratio < kLeastRatio && !slips.kept_sound)) continue;
    const TypoHit hit{phrases_[index].pattern, ratio};
    if (best && best->pattern != hit.pattern) return std::nullopt;
    if (!best || hit.ratio > best->ratio) best = hit;
  }
  return best;
}

}  // namespace parley
