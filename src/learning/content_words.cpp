// SPDX-License-Identifier: Apache-2.0
#include "content_words.hpp"

#include <algorithm>
#include <unordered_set>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

const std::unordered_set<std::string_view> kFunctionWords = {
    "a",     "an",     "the",   "this",  "that",  "these",  "those", "there", "here",  "it",     "its",  "i",
    "me",    "my",     "mine",  "we",    "us",    "our",    "you",   "your",  "yours", "he",     "him",  "his",
    "she",   "her",    "they",  "them",  "their", "is",     "are",   "am",    "was",   "were",   "be",   "been",
    "being", "do",     "does",  "did",   "done",  "doing",  "have",  "has",   "had",   "having", "will", "would",
    "shall", "should", "can",   "could", "may",   "might",  "must",  "to",    "of",    "in",     "on",   "at",
    "by",    "for",    "with",  "from",  "as",    "about",  "into",  "and",   "or",    "but",    "if",   "then",
    "so",    "than",   "too",   "also",  "just",  "please", "yes",   "ok",    "okay",  "well",   "what", "which",
    "who",   "whom",   "whose", "when",  "where", "why",    "how",   "some",  "any",   "all",    "each", "such",
    "let",   "want",   "need",  "like",  "get",   "got",    "go",    "going", "know",  "tell",   "say",  "thing",
    "am",    "up",     "out",   "sure",  "now",   "thanks", "thank", "hello", "hi",    "sorry",  "much", "many",
    "very",  "really", "one",   "use",   "using", "way",    "make",  "see",   "look",  "help",   "m",    "p"};

bool ends(std::string_view word, std::string_view ending) {
  return word.size() >= ending.size() + 3 && word.substr(word.size() - ending.size()) == ending;
}

}  // namespace

bool carries_no_meaning(std::string_view word) { return kFunctionWords.contains(word); }

std::string stem(std::string_view word) {
  for (const std::string_view ending : {"ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e", "y"}) {
    if (!ends(word, ending) || (ending == "s" && word[word.size() - 2] == 's')) continue;
    word.remove_suffix(ending.size());
    break;
  }
  // "stopped" → stop, "calling" → cal: equal for both sides, that is all it is for.
  if (word.size() > 3 && word[word.size() - 1] == word[word.size() - 2]) word.remove_suffix(1);
  if (word.size() > 3 && (word.back() == 'e' || word.back() == 'y')) word.remove_suffix(1);
  return std::string(word);
}

std::set<std::string> content_stems(const std::vector<std::string>& words) {
  std::set<std::string> stems;
  for (const auto& word : words)
    if (!carries_no_meaning(word)) stems.insert(stem(word));
  return stems;
}

double shared_part(const std::set<std::string>& one, const std::set<std::string>& other) {
  if (one.empty() && other.empty()) return 1;
  const auto shared = std::count_if(one.begin(), one.end(), [&](const auto& word) { return other.contains(word); });
  return 2.0 * static_cast<double>(shared) / static_cast<double>(one.size() + other.size());
}

bool says_any(const std::vector<std::string>& words, std::span<const std::string_view> phrases) {
  const auto text = " " + join_words(words) + " ";
  return std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
    return text.find(" " + std::string(phrase) + " ") != std::string::npos;
  });
}

}  // namespace parley
