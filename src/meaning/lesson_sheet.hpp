// SPDX-License-Identifier: Apache-2.0
// A lesson in the form that is computed with: own examples first, then names, then negatives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "blend_kernel.hpp"
#include "parley/encoder/embedder.hpp"
#include "parley/meaning/meaning_lesson.hpp"

namespace parley {

struct LessonSheet {
  std::vector<std::string> texts;     // normalised
  std::vector<std::uint32_t> labels;  // patterns; of negatives `patterns`
  std::vector<float> weights;         // LessonExample::weight
  std::size_t patterns = 0;
  std::size_t own = 0;       // how many are examples of callers' words
  std::size_t positive = 0;  // own and names
  Sentences sentences;

  std::size_t size() const { return texts.size(); }
  // Score columns: patterns, and one for none when there are negatives.
  std::size_t columns() const { return patterns + (positive < size() ? 1 : 0); }
  // In the same order of kinds; `rows` rise.
  LessonSheet pick(const std::vector<std::size_t>& rows) const;
};

// Sentences of which nothing is left after normalising, or that the embedder does not read, are left out. `embedder`
// may be null.
LessonSheet lay_out(const MeaningLesson& lesson, const Embedder* embedder);

}  // namespace parley
