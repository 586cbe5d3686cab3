// SPDX-License-Identifier: Apache-2.0
// Whether a whole definition can be served, with the place of everything that keeps it from that.
#pragma once

#include <string>
#include <vector>

#include "endpoint.hpp"
#include "parley/config/organization_document.hpp"

namespace parley {

// "pattern hours: …" becomes a pointer into `patterns` of the definition.
std::vector<HttpProblemPlace> definition_faults(const ControlApi::Parts& parts, const Organization& definition);
// The same for a change of one pattern: its own faults have the empty pointer.
std::vector<HttpProblemPlace> definition_faults(const ControlApi::Parts& parts, const Organization& definition,
                                                const std::string& pattern_key);

std::vector<HttpProblemPlace> places_of(const std::vector<JsonFault>& faults);

// The key of "pattern KEY: …" and what follows; an empty key when it is about something else.
struct PatternFault {
  std::string key;
  std::string detail;
};
PatternFault split_fault(const std::string& fault);

}  // namespace parley
