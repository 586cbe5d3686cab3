// SPDX-License-Identifier: Apache-2.0
// What the shipped domain templates showed about margins and right answers, for organizations with too few examples of
// their own.
#pragma once

#include <vector>

#include "calibration.hpp"

namespace parley {

// `count` trials at most, spread evenly over those of the templates (config/domains), by margin.
std::vector<Trial> template_trials(std::size_t count);

// The same of their examples with the recogniser's errors.
std::vector<Trial> heard_template_trials(std::size_t count);

}  // namespace parley
