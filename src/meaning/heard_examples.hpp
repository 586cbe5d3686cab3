// SPDX-License-Identifier: Apache-2.0
// An organization's own examples as callers' transcripts would have them, to measure thresholds for transcripts on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lesson_sheet.hpp"

namespace parley {

// Thresholds for transcripts come from so many examples at most, and so many transcripts of them.
inline constexpr std::size_t kMostCrossFitted = 2500;
inline constexpr std::size_t kMostHeard = 1600;

struct HeardExamples {
  std::vector<std::size_t> rows;  // of the sheet, own examples; none falls
  std::vector<float> doubt;       // to be taken off the margin
  Sentences sentences;

  std::size_t size() const { return rows.size(); }
  // Those that are in `rows` of the sheet (which rise), with `rows` then counting in that list.
  HeardExamples pick(const std::vector<std::size_t>& rows) const;
};

// Up to three transcripts of each own example, `most` in all: where there are more examples, of some at even distances.
// `embedder` may be null.
HeardExamples hear_examples(const LessonSheet& sheet, const Embedder* embedder, std::size_t most, std::uint64_t seed);
// The texts of the same transcripts, as embedders are asked for them.
std::vector<std::string> heard_texts(const LessonSheet& sheet, std::size_t most, std::uint64_t seed);

}  // namespace parley
