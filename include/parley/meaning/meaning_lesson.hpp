// SPDX-License-Identifier: Apache-2.0
// What layer 1b learns from: sentences and the patterns they belong to.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley {

struct LessonPattern {
  std::string key;
  Care care = Care::usual;
  ReplyKind kind = ReplyKind::fixed;
  bool never_suppress = false;  // known, so that it can win, but never answered from memory

  friend bool operator==(const LessonPattern&, const LessonPattern&) = default;
};

struct LessonExample {
  std::string text;
  std::uint32_t pattern = 0;  // index in MeaningLesson::patterns
  bool name = false;  // a name of the pattern or one of its keywords: taught, but no measure of what callers say
  // Of callers' questions, how many it stands for when thresholds are measured; 0: it is taught alone.
  double weight = 1;

  friend bool operator==(const LessonExample&, const LessonExample&) = default;
};

// Shares of right answers that thresholds are to reach, by Care; absent: as calibration.hpp has them.
using MeaningTargets = std::array<std::optional<double>, 3>;

struct MeaningLesson {
  std::vector<LessonPattern> patterns;
  std::vector<LessonExample> examples;
  std::vector<std::string> negatives;  // said by callers and meant by no pattern; they may only widen the margin
  // How many questions each negative stands for when thresholds are measured; 0: only examples are.
  double negative_weight = 0;
  MeaningTargets targets = {};

  friend bool operator==(const MeaningLesson&, const MeaningLesson&) = default;
};

// Of the active patterns: examples, and as further examples the key, what the pattern offers and keyword phrases of two
// words or more.
MeaningLesson lesson_of(const Organization& organization);

// A caller's question that this pattern answered by meaning, rightly as far as is known.
struct AnsweredQuestion {
  std::string question;  // normalised
  std::string pattern;   // key
  double weight = 0;     // LessonExample::weight; 0: only that nobody objected is known

  friend bool operator==(const AnsweredQuestion&, const AnsweredQuestion&) = default;
};

// They become examples, but for those that the lesson has already and those of patterns that it does not have.
void add_answered(MeaningLesson& lesson, const std::vector<AnsweredQuestion>& answered);

}  // namespace parley
