// SPDX-License-Identifier: Apache-2.0
// Trigram language models: counted from sentences, mixed, asked for probabilities, written as ARPA.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace parley {

using WordId = std::uint32_t;

// Words by number, shared by models that are to be mixed. Ids of at most 21 bits, so that three fit one key.
class Vocabulary {
 public:
  static constexpr WordId kStart = 0;  // <s>
  static constexpr WordId kEnd = 1;    // </s>
  static constexpr WordId kNone = 0x1FFFFF;

  Vocabulary();
  WordId add(std::string_view word);
  WordId find(std::string_view word) const;  // kNone when absent
  const std::string& word(WordId id) const { return words_[id]; }
  std::size_t size() const { return words_.size(); }
  const std::vector<std::string>& words() const { return words_; }

 private:
  std::vector<std::string> words_;
  std::unordered_map<std::string, WordId> ids_;
};

// Interpolated absolute discounting. Counts may be fractions: a sentence's weight is how often it counts.
class TrigramCounts {
 public:
  // `goes_on`: only the beginning of a sentence, its end is not counted.
  void add(const std::vector<WordId>& sentence, double weight, bool goes_on = false);
  void add_word(WordId word, double weight);  // known without context
  // P(next | before, last); `before` may be kNone (start of the sentence is <s> in `last`).
  double probability(WordId before, WordId last, WordId next, std::size_t vocabulary_size) const;
  bool empty() const { return total_ <= 0; }

 private:
  friend class TrigramModel;
  struct History {
    double total = 0;
    double freed = 0;  // what discounting leaves for the shorter history
    std::map<WordId, double> next;
  };

  static void count_after(History& history, WordId next, double weight);
  static double given(const History* history, WordId next, double lower);

  double total_ = 0;
  std::map<WordId, double> words_;
  std::unordered_map<std::uint64_t, History> after_one_;
  std::unordered_map<std::uint64_t, History> after_two_;
};

struct WeightedCounts {
  const TrigramCounts* counts;
  double share;  // shares are normalised
};

// A back-off model over every n-gram that one of its parts has seen.
class TrigramModel {
 public:
  TrigramModel(const Vocabulary& vocabulary, const std::vector<WeightedCounts>& parts);

  // With back-off; `before` or `last` kNone = unknown, which backs off. 0 for <s> and unknown `next`.
  double probability(WordId before, WordId last, WordId next) const;
  // P(</s>) against P(</s>) and the likeliest other next word: near 0 = the sentence surely goes on.
  double completeness(WordId before, WordId last) const;
  void write_arpa(std::ostream& out) const;
  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  struct History {
    double backoff = 1;
    std::vector<std::pair<WordId, double>> next;  // sorted by id
  };
  static const double* find(const History& history, WordId next);

  Vocabulary vocabulary_;
  std::vector<double> words_;
  std::map<std::uint64_t, History> after_one_;
  std::map<std::uint64_t, History> after_two_;
};

}  // namespace parley
