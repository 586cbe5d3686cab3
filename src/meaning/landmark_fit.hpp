// SPDX-License-Identifier: Apache-2.0
// For organizations with more examples than a matrix of all pairs is worth: a share of them stands for all (Nyström).
#pragma once

#include <cstdint>
#include <vector>

#include "lesson_sheet.hpp"

namespace parley {

// Rows of about `count` examples, spread evenly over each pattern; rising.
std::vector<std::size_t> pick_landmarks(const LessonSheet& sheet, std::size_t count);

// Weights of the landmarks (landmarks × columns) that fit all of `sheet` best. `examples`, `terms`: of the landmarks.
// No rows: the equations could not be solved.
Matrix fit_landmarks(const LessonSheet& sheet, const OutputLayer* layer, const Matrix& examples, const TermIndex& terms,
                     const std::vector<std::size_t>& landmarks, const MeaningPlan& plan);

}  // namespace parley
