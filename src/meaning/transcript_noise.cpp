// SPDX-License-Identifier: Apache-2.0
#include "transcript_noise.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <set>
#include <sstream>
#include <string_view>

namespace parley {
namespace {

// Utterances as the recogniser hears them: its confidence and the share of words with an error, both in percent. Of 150
// questions each of the valid sets of CLINC150 and BANKING77 in both voices of scripts/make_spoken; printed by
// `parley bench spoken --errors`, once for each set.
struct Utterance {
  int confidence;
  int errors;
};
constexpr Utterance kUtterances[] = {
#include "transcript_errors.inc"
};

// A word that no other sentence has would not be in the language model if its sentence were a caller's: so many of
// those are heard wrongly (222 of 239 in the same utterances). Of all others, so many times the utterance's share.
constexpr double kUnknownErrors = 0.93;
constexpr double kKnownErrors = 0.8;
// Of all errors.
constexpr double kReplaced = 0.73;
constexpr double kLeftOut = 0.06;  // the rest is put in
// What is put in, and what a fifth of the replaced words become: the language model's common words.
constexpr std::array<std::string_view, 16> kCommon = {"a",  "to",   "i",   "the", "one", "can", "you", "that",
                                                      "is", "four", "are", "on",  "in",  "my",  "do",  "it"};
constexpr double kReplacedByCommon = 0.2;
constexpr std::size_t kNear = 8;
// How much nearer a word sounds that is known to follow the one before.
constexpr double kExpected = 0.2;

bool vowel(char letter) { return std::string_view("aeiouy").find(letter) != std::string_view::npos; }

double swap_cost(char one, char other) {
  if (one == other) return 0;
  if (vowel(one) && vowel(other)) return 0.4;
  for (const std::string_view alike : {"pb", "td", "kcgq", "szcx", "fv", "mn", "lr", "wh"})
    if (alike.find(one) != std::string_view::npos && alike.find(other) != std::string_view::npos) return 0.4;
  return 1;
}

double chance(std::mt19937_64& random) { return static_cast<double>(random() >> 11U) * 0x1p-53; }

std::size_t pick(std::mt19937_64& random, std::size_t count) { return static_cast<std::size_t>(random() % count); }

}  // namespace

double sound_distance(const std::string& one, const std::string& other) {
  if (one.empty() || other.empty()) return one == other ? 0 : 1;
  std::vector<double> row(other.size() + 1);
  std::iota(row.begin(), row.end(), 0.0);
  for (const char letter : one) {
    double diagonal = row[0];
    row[0] += 1;
    for (std::size_t at = 0; at < other.size(); ++at) {
      const auto swapped = diagonal + swap_cost(letter, other[at]);
      diagonal = row[at + 1];
      row[at + 1] = std::min({swapped, row[at] + 1, row[at + 1] + 1});
    }
  }
  return row.back() / static_cast<double>(std::max(one.size(), other.size()));
}

TranscriptNoise::TranscriptNoise(const std::vector<std::string>& sentences) {
  std::set<std::string> words(kCommon.begin(), kCommon.end());
  for (const auto& sentence : sentences) {
    std::istringstream text(sentence);
    std::string before;
    std::set<std::string> own;
    for (std::string word; text >> word; before = word) {
      words.insert(word);
      if (own.insert(word).second) ++sentences_with_[word];
      if (!before.empty()) pairs_.insert(before + ' ' + word);
    }
  }
  vocabulary_.assign(words.begin(), words.end());
}

bool TranscriptNoise::known(const std::string& word) const {
  const auto place = sentences_with_.find(word);
  return place != sentences_with_.end() && place->second > 1;
}

const std::vector<std::string>& TranscriptNoise::near(const std::string& word) {
  const auto [place, fresh] = near_.try_emplace(word);
  if (!fresh) return place->second;
  std::vector<std::pair<double, std::size_t>> ordered;
  ordered.reserve(vocabulary_.size());
  for (std::size_t at = 0; at < vocabulary_.size(); ++at)
    if (vocabulary_[at] != word) ordered.emplace_back(sound_distance(word, vocabulary_[at]), at);
  const auto count = std::min(kNear, ordered.size());
  std::partial_sort(ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(count), ordered.end());
  for (std::size_t at = 0; at < count; ++at) place->second.push_back(vocabulary_[ordered[at].second]);
  return place->second;
}

std::string TranscriptNoise::replacement(const std::string& before, const std::string& word, std::mt19937_64& random) {
  if (chance(random) < kReplacedByCommon) return std::string(kCommon[pick(random, kCommon.size())]);
  std::string chosen = word;
  double best = 10;
  for (const auto& other : near(word)) {
    const bool expected = pairs_.contains(before + ' ' + other);
    const auto unlike = sound_distance(word, other) - (expected ? kExpected : 0) + 0.5 * chance(random);
    if (unlike >= best) continue;
    best = unlike;
    chosen = other;
  }
  return chosen;
}

NoisyTranscript TranscriptNoise::hear(const std::vector<std::string>& words, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  auto drawn = kUtterances[pick(random, std::size(kUtterances))];
  // The recogniser is less sure of what it makes of unknown words.
  const auto unknown = [this](const std::string& word) { return !known(word); };
  const auto& other = kUtterances[pick(random, std::size(kUtterances))];
  if (std::any_of(words.begin(), words.end(), unknown) && other.confidence < drawn.confidence) drawn = other;
  NoisyTranscript heard;
  heard.confidence = drawn.confidence / 100.0;
  for (const auto& word : words) {
    const auto rate = known(word) ? kKnownErrors * drawn.errors / 100 : kUnknownErrors;
    if (chance(random) >= rate) {
      heard.words.push_back(word);
      continue;
    }
    const auto kind = chance(random);
    const auto before = heard.words.empty() ? std::string() : heard.words.back();
    if (kind < kReplaced) {
      heard.words.push_back(replacement(before, word, random));
    } else if (kind >= kReplaced + kLeftOut) {
      heard.words.emplace_back(kCommon[pick(random, kCommon.size())]);
      heard.words.push_back(word);
    }
  }
  return heard;
}

}  // namespace parley
