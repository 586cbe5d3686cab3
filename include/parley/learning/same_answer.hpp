// SPDX-License-Identifier: Apache-2.0
// Whether two answers say the same in other words. Numbers, dates and negation must be the same; the rest must be
// similar.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace parley {

// Cosine of the meanings of two texts; empty: wording alone decides.
using MeaningCloseness = std::function<double(std::string_view one, std::string_view other)>;

// How common words are among an organization's answers: what is in most of them tells none from another.
class AnswerLanguage {
 public:
  void add(std::string_view answer);
  // Of a stem, as content_stems() makes them; about 5 for what one of 150 answers has, 0.7 for what all have.
  double weight(const std::string& stem) const;

 private:
  std::map<std::string, std::size_t> answers_with_;
  std::size_t answers_ = 0;
};

struct AnswerMatch {
  bool same = false;
  // The same, or one of them leaves out numbers or dates that the other has: nothing in one speaks against the other.
  bool compatible = false;
  bool coverable = false;  // numbers, dates, negation and opposites allow it to be compatible, whatever the wording
  double similarity = 0;   // of the wording, 0–1; with a closeness the mean of both
  std::string difference;  // "numbers", "dates", "negation", "wording"; empty: the same
};

// Without a language every content word weighs the same: enough for two answers to one question.
AnswerMatch compare_answers(std::string_view one, std::string_view other, const MeaningCloseness& closeness = {},
                            const AnswerLanguage* language = nullptr);

inline bool same_answer(std::string_view one, std::string_view other, const MeaningCloseness& closeness = {}) {
  return compare_answers(one, other, closeness).same;
}

}  // namespace parley
