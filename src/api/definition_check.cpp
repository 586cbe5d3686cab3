// SPDX-License-Identifier: Apache-2.0
#include "definition_check.hpp"

#include <algorithm>
#include <utility>

namespace parley {
namespace {

constexpr std::string_view kPattern = "pattern ";

std::vector<std::string> all_faults(const ControlApi::Parts& parts, const Organization& definition) {
  auto faults = broken_references(definition);
  if (!faults.empty() || !parts.check) return faults;
  return parts.check(definition);
}

}  // namespace

PatternFault split_fault(const std::string& fault) {
  const auto colon = fault.find(": ");
  if (!fault.starts_with(kPattern) || colon == std::string::npos) return {"", fault};
  return {fault.substr(kPattern.size(), colon - kPattern.size()), fault.substr(colon + 2)};
}

std::vector<HttpProblemPlace> definition_faults(const ControlApi::Parts& parts, const Organization& definition) {
  std::vector<HttpProblemPlace> places;
  for (const auto& fault : all_faults(parts, definition)) {
    const auto [key, detail] = split_fault(fault);
    const auto& patterns = definition.patterns;
    const auto found =
        std::find_if(patterns.begin(), patterns.end(),
                     [&, wanted = std::string_view(key)](const Pattern& one) { return one.key == wanted; });
    HttpProblemPlace place;
    place.detail = fault;
    if (found != patterns.end()) place.pointer = "/patterns/" + std::to_string(found - patterns.begin());
    places.push_back(std::move(place));
  }
  return places;
}

std::vector<HttpProblemPlace> definition_faults(const ControlApi::Parts& parts, const Organization& definition,
                                                const std::string& pattern_key) {
  std::vector<HttpProblemPlace> places;
  for (const auto& fault : all_faults(parts, definition)) {
    auto split = split_fault(fault);
    HttpProblemPlace place;
    if (split.key == pattern_key) {
      place.detail = std::move(split.detail);
    } else {
      place.detail = fault;
    }
    places.push_back(std::move(place));
  }
  return places;
}

std::vector<HttpProblemPlace> places_of(const std::vector<JsonFault>& faults) {
  std::vector<HttpProblemPlace> places;
  places.reserve(faults.size());
  for (const auto& fault : faults) places.push_back({fault.pointer, fault.message, 0, 0});
  return places;
}

}  // namespace parley
