// SPDX-License-Identifier: Apache-2.0
// Text as the numbers of word pieces, as networks of the BERT family read it (Devlin et al. 2018, section 3). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parley/core/result.hpp"

namespace parley {

class WordPieces {
 public:
  // The text of a vocab.txt: piece N stands in line N, counted from 0; "##" begins one that goes on a word. Fails
  // (unsupported) without [UNK], [CLS] and [SEP].
  static Result<WordPieces> read(std::string_view vocabulary, bool lower_case);

  // With [CLS] before and [SEP] behind, at most `most` numbers; what is beyond is not read. invalid_input: the text is
  // no UTF-8, or nothing of it is a word.
  Result<std::vector<std::int64_t>> numbers(std::string_view text, std::size_t most) const;
  // The words that pieces are looked up for: without accents and in lower case when the vocabulary is; punctuation and
  // Chinese characters stand alone. nullopt inside Result's fault: no UTF-8 (invalid_input).
  Result<std::vector<std::string>> words(std::string_view text) const;

 private:
  void add_pieces(const std::string& word, std::vector<std::int64_t>& numbers) const;

  std::unordered_map<std::string, std::int64_t> pieces_;
  std::int64_t unknown_ = 0;
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  bool lower_case_ = true;
};

}  // namespace parley
