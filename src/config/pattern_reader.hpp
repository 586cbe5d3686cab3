// SPDX-License-Identifier: Apache-2.0
// The list of patterns: what a caller may say and what is answered.
#pragma once

#include <vector>

#include "field_reader.hpp"

namespace parley {

// Checks of one pattern alone and of keys among all; references to other parts are the caller's to check.
std::vector<Pattern> read_patterns(const YamlNode& list, FaultList& faults);
Pattern read_pattern(const YamlNode& map, FaultList& faults);

}  // namespace parley
