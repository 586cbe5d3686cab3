// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "parley/learning/same_answer.hpp"

namespace parley {

// Whether two normalised questions are near enough that one answer may serve both.
bool near_questions(const std::string& one, const std::string& other, const MeaningCloseness& closeness);

}  // namespace parley
