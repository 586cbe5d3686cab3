// SPDX-License-Identifier: Apache-2.0
// How words sound, in the phones of the acoustic model; read from a dictionary in cmudict's format.
#pragma once

#include <functional>
#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley {

class PronouncingDictionary {
 public:
  // "word PH ON E S" a line; further pronunciations follow as "word(2) …". Lines that are not that are left out.
  void read(std::istream& in);
  void add(std::string word, std::string phones);
  const std::vector<std::string>* find(std::string_view word) const;
  std::size_t size() const { return entries_.size(); }

 private:
  std::unordered_map<std::string, std::vector<std::string>> entries_;
};

// Phones by rule for a word that no dictionary has; empty when there is no way to say it.
using LetterToSound = std::function<std::string(const std::string& word)>;

// Pronunciations of `words`, each with at least one, in cmudict's format. A word that `spoken_as` names is said as the
// words that stand there; letters without a vowel are spelled; anything else goes through `by_rule`.
std::string cut_dictionary(const std::vector<std::string>& words, const PronouncingDictionary& dictionary,
                           const std::map<std::string, std::vector<std::string>>& spoken_as,
                           const LetterToSound& by_rule);

}  // namespace parley
