// SPDX-License-Identifier: Apache-2.0
// The list of patterns: what a caller may say and what is answered.
#pragma once

#include <vector>

#include "field_reader.hpp"

namespace parley {

// One example of two active patterns: a fault of an organization; part of one is merged first and judged as a whole
// then.
enum class SharedExamples { fault, allowed };

// Checks of one pattern alone, and of keys and examples among all; references to other parts are the caller's to check.
std::vector<Pattern> read_patterns(const YamlNode& list, FaultList& faults,
                                   SharedExamples shared = SharedExamples::fault);
Pattern read_pattern(const YamlNode& map, FaultList& faults);

}  // namespace parley
