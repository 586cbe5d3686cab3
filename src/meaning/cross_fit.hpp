// SPDX-License-Identifier: Apache-2.0
// An organization's own examples scored by fits that did not see them, where closed forms do not hold: the tuning of the
// encoder's last layer has seen all labels, so each fold gets a tuning of its own.
#pragma once

#include <vector>

#include "calibration.hpp"
#include "lesson_sheet.hpp"

namespace parley {

// Five folds, each pattern spread over all of them. Names and negatives are in every fit.
std::vector<Trial> cross_fit(const LessonSheet& sheet, const OutputLayer& base, const MeaningPlan& plan);

// The base layer tuned to the examples and names of `sheet`.
OutputLayer tuned_layer(const LessonSheet& sheet, const OutputLayer& base, std::uint64_t seed);

}  // namespace parley
