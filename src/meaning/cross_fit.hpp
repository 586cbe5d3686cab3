// SPDX-License-Identifier: Apache-2.0
// An organization's own examples scored by fits that did not see them, where closed forms do not hold: the tuning of
// the encoder's last layer has seen all labels, so each fold gets a tuning of its own.
#pragma once

#include <vector>

#include "calibration.hpp"
#include "heard_examples.hpp"
#include "lesson_sheet.hpp"

namespace parley {

struct CrossFit {
  std::vector<Trial>
      written;  // of examples with a weight; empty: the equations have no solution, or learning was stopped
  std::vector<Trial> unmeant;  // of negatives with a weight, never right
  std::vector<Trial> heard;    // one a transcript, its doubt taken off the margin
};

enum class LastLayer { tuned, as_it_is };

// Five folds, each pattern spread over all of them. Names are in every fit, and negatives without a weight. `base` may
// be null where it is not tuned. `heard`: of examples of `sheet`.
CrossFit cross_fit(const LessonSheet& sheet, const OutputLayer* base, LastLayer use, const HeardExamples& heard,
                   const MeaningPlan& plan);

// The base layer tuned to the examples and names of `sheet`.
OutputLayer tuned_layer(const LessonSheet& sheet, const OutputLayer& base, std::uint64_t seed);

}  // namespace parley
