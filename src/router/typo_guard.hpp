// SPDX-License-Identifier: Apache-2.0
// Whether what was said is what was meant but for slips of the finger or the ear.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace parley {

// How the words of one utterance differ from those of another.
struct Slips {
  bool explained = false;  // every difference is a plausible slip
  bool kept_sound = true;  // each slip sounds like the word meant, or has its letters in another order
  std::size_t count = 0;

  friend bool operator==(const Slips&, const Slips&) = default;
};

class TypoGuard {
 public:
  // `vocabulary`: all words that the organization itself uses; none of them is a misspelling of another.
  explicit TypoGuard(std::unordered_set<std::string> vocabulary);

  // Whether `said` can be a slip at all; if not, no phrase without it explains it.
  bool may_slip(const std::string& said) const;
  bool known(const std::string& word) const { return vocabulary_.contains(word); }

  // Word by word. Articles may come and go and words be run together or apart ("air conditioner", "airconditioner");
  // every other difference must be a slip. Numbers and negations never slip, dates only into words that sound alike.
  Slips compare(const std::vector<std::string>& said, const std::vector<std::string>& meant) const;

 private:
  Slips slip(const std::string& said, const std::string& meant) const;

  std::unordered_set<std::string> vocabulary_;
  std::unordered_set<std::string> sounds_;  // keys of the vocabulary
};

bool is_article(std::string_view word);

}  // namespace parley
