// SPDX-License-Identifier: Apache-2.0
#include "content_words.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

// Sorted. Question words are kept out as well: what is asked for is seldom written with its question.
constexpr auto kEmpty = std::to_array<std::string_view>(
    {"a",     "about",   "all",    "also", "am",   "an",     "and",    "any",    "anybody", "anyone", "are",  "as",
     "at",    "be",      "been",   "but",  "by",   "can",    "cannot", "could",  "did",     "do",     "does", "doing",
     "for",   "from",    "get",    "give", "go",   "had",    "has",    "have",   "hello",   "hi",     "how",  "i",
     "if",    "in",      "into",   "is",   "it",   "its",    "just",   "know",   "let",     "like",   "many", "may",
     "me",    "might",   "mine",   "much", "must", "my",     "need",   "no",     "not",     "of",     "off",  "ok",
     "okay",  "on",      "or",     "our",  "out",  "please", "shall",  "she",    "should",  "so",     "some", "tell",
     "than",  "thank",   "thanks", "that", "the",  "their",  "them",   "then",   "there",   "these",  "they", "this",
     "those", "to",      "too",    "up",   "us",   "very",   "want",   "was",    "we",      "were",   "what", "when",
     "where", "whether", "which",  "who",  "why",  "will",   "with",   "wonder", "would",   "you",    "your", "yours"});

std::string stem(std::string word) {
  const auto cut = [&](std::string_view ending, std::size_t least, std::string_view instead) {
    if (!word.ends_with(ending) || word.size() < ending.size() + least) return false;
    word.resize(word.size() - ending.size());
    word += instead;
    return true;
  };
  if (cut("ies", 2, "y") || cut("sses", 1, "ss") || cut("ches", 1, "ch") || cut("shes", 1, "sh")) return word;
  if (word.ends_with("ss") || word.ends_with("us")) return word;
  if (cut("ing", 3, "") || cut("ed", 3, "")) {
    // "booking", "booked" and "book" are one; "parking" and "park", "stopped" and "stop" too.
    if (word.size() > 3 && word.back() == word[word.size() - 2] && word.back() != 's' && word.back() != 'l')
      word.pop_back();
  } else {
    cut("s", 3, "");
  }
  if (word.size() > 3 && word.back() == 'e') word.pop_back();
  return word;
}

}  // namespace

std::vector<std::string> content_words(std::string_view text) {
  static_assert(std::is_sorted(kEmpty.begin(), kEmpty.end()));
  std::vector<std::string> words;
  for (auto& word : normalise(text)) {
    if (std::binary_search(kEmpty.begin(), kEmpty.end(), std::string_view(word))) continue;
    words.push_back(is_number_word(word) ? std::move(word) : stem(std::move(word)));
  }
  return words;
}

double borne_out(std::string_view answer, std::string_view source) {
  const auto said = content_words(answer);
  if (said.empty()) return 0;
  const auto written = content_words(source);
  const std::set<std::string_view> known(written.begin(), written.end());
  std::size_t found = 0;
  for (const auto& word : said) {
    if (known.contains(word)) {
      ++found;
    } else if (is_number_word(word)) {
      return 0;
    }
  }
  return static_cast<double>(found) / static_cast<double>(said.size());
}

}  // namespace parley
