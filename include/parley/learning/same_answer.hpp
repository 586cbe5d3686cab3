// SPDX-License-Identifier: Apache-2.0
// Whether two answers say the same in other words. Numbers, dates and negation must be the same; the rest must be
// similar.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace parley {

// Cosine of the meanings of two texts; empty: wording alone decides.
using MeaningCloseness = std::function<double(std::string_view one, std::string_view other)>;

struct AnswerMatch {
  bool same = false;
  double similarity = 0;   // of the wording, 0–1; with a closeness the mean of both
  std::string difference;  // "numbers", "dates", "negation", "wording"; empty: the same
};

AnswerMatch compare_answers(std::string_view one, std::string_view other, const MeaningCloseness& closeness = {});

inline bool same_answer(std::string_view one, std::string_view other, const MeaningCloseness& closeness = {}) {
  return compare_answers(one, other, closeness).same;
}

}  // namespace parley
