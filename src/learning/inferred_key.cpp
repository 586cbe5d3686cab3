// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "content_words.hpp"
#include "parley/learning/candidate_book.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

constexpr std::size_t kMostWords = 4;
constexpr std::size_t kMostLetters = 48;  // a key has 64 at most, with a number behind it

std::string letters_of(const std::string& word) {
  std::string letters;
  for (const char letter : word)
    if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) letters += letter;
  return letters;
}

}  // namespace

std::string inferred_key(const std::vector<std::string>& questions, std::span<const KnownAnswer> taken) {
  std::map<std::string, std::size_t> counts;  // by stem: in how many questions
  for (const auto& question : questions)
    for (const auto& one : content_stems(normalise(question))) ++counts[one];
  // The words of the first question that most questions share, in its order; else all of its own.
  const auto first = questions.empty() ? std::vector<std::string>{} : normalise(questions.front());
  std::vector<std::string> chosen;
  for (const bool shared : {true, false}) {
    std::set<std::string> used;
    for (const auto& word : first) {
      if (carries_no_meaning(word) || chosen.size() == kMostWords || letters_of(word).empty()) continue;
      const auto root = stem(word);
      if (shared && counts[root] * 2 <= questions.size()) continue;
      if (used.insert(root).second) chosen.push_back(letters_of(word));
    }
    if (!chosen.empty()) break;
  }
  std::string key;
  for (const auto& word : chosen)
    if (key.size() + word.size() < kMostLetters) key += (key.empty() ? "" : "_") + word;
  if (key.empty()) key = "learned";
  const auto is_taken = [&](const std::string& one) {
    return std::any_of(taken.begin(), taken.end(), [&](const auto& known) { return known.key == one; });
  };
  auto free = key;
  for (std::size_t number = 2; is_taken(free); ++number) free = key + "_" + std::to_string(number);
  return free;
}

}  // namespace parley
