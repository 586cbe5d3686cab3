// SPDX-License-Identifier: Apache-2.0
#include "sentences.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace parley {
namespace {

constexpr std::array<std::string_view, 14> kAbbreviations = {"mr",  "mrs", "ms", "dr",     "st",  "no",  "vs",
                                                             "etc", "eg",  "ie", "approx", "inc", "ltd", "prof"};
constexpr std::array<std::string_view, 10> kLeaning = {"it",    "they", "this", "that", "these",
                                                       "those", "he",   "she",  "then", "there"};
constexpr std::size_t kShort = 25;        // bytes: "Yes.", "Not on Sundays."
constexpr std::size_t kShortPiece = 200;  // about twelve seconds of speech
constexpr double kNearlyAsGood = 0.75;

std::string lower_letters(std::string_view word) {
  std::string letters;
  for (const unsigned char c : word)
    if (std::isalpha(c)) letters += static_cast<char>(std::tolower(c));
  return letters;
}

bool ends_sentence(std::string_view text, std::size_t at) {
  if (text[at] != '.' && text[at] != '!' && text[at] != '?') return false;
  const auto next = text.find_first_not_of(" \t\n", at + 1);
  if (next == std::string_view::npos) return true;
  if (next == at + 1) return false;
  const auto first = static_cast<unsigned char>(text[next]);
  if (!std::isupper(first) && !std::isdigit(first) && first != '"' && first < 0x80) return false;
  if (text[at] != '.') return true;
  const auto begin = text.find_last_of(" \t\n", at);
  const auto word = lower_letters(text.substr(begin == std::string_view::npos ? 0 : begin, at - (begin + 1) + 1));
  if (word.size() == 1) return false;  // an initial, "a.m."
  return std::find(kAbbreviations.begin(), kAbbreviations.end(), word) == kAbbreviations.end();
}

bool leans(const std::string& sentence) {
  const auto word = lower_letters(sentence.substr(0, sentence.find(' ')));
  return std::find(kLeaning.begin(), kLeaning.end(), word) != kLeaning.end();
}

}  // namespace

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  std::size_t begin = 0;
  const auto take = [&](std::size_t end) {
    const auto first = text.find_first_not_of(" \t\n", begin);
    if (first < end) sentences.emplace_back(text.substr(first, end - first));
    begin = end;
  };
  for (std::size_t at = 0; at < text.size(); ++at)
    if (ends_sentence(text, at)) take(at + 1);
  take(text.size());
  for (auto& sentence : sentences) {
    while (!sentence.empty() && std::isspace(static_cast<unsigned char>(sentence.back())) != 0) sentence.pop_back();
    if (!sentence.empty() && std::isalnum(static_cast<unsigned char>(sentence.back())) != 0) sentence += '.';
  }
  return sentences;
}

std::string spoken_of(const std::vector<std::string>& sentences, const std::vector<double>& worth) {
  if (sentences.empty()) return {};
  const auto both = [&](std::size_t one, std::size_t other) {
    return sentences[std::min(one, other)] + " " + sentences[std::max(one, other)];
  };
  if (sentences.size() == 1) return sentences.front();
  if (sentences.size() == 2 && both(0, 1).size() <= kShortPiece) return both(0, 1);
  const auto best = static_cast<std::size_t>(std::max_element(worth.begin(), worth.end()) - worth.begin());
  if (best > 0 && leans(sentences[best])) return both(best - 1, best);
  if (sentences[best].size() < kShort && best + 1 < sentences.size()) return both(best, best + 1);
  auto next = best == 0 ? std::size_t{1} : std::size_t{0};
  for (std::size_t at = 0; at < worth.size(); ++at)
    if (at != best && worth[at] > worth[next]) next = at;
  const bool nearly = worth[next] >= kNearlyAsGood * worth[best] && !leans(sentences[next]);
  return nearly && both(best, next).size() <= kShortPiece ? both(best, next) : sentences[best];
}

}  // namespace parley
