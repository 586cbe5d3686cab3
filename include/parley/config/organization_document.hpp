// SPDX-License-Identifier: Apache-2.0
// Definitions as JSON: the keys of the YAML files, read by the same reader with the same checks. Every fault of a
// document is listed at once, each with a JSON pointer (RFC 6901) to its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley {

struct JsonFault {
  std::string pointer;  // "/keywords/0/max_words"; empty: the document as a whole
  std::string message;

  friend bool operator==(const JsonFault&, const JsonFault&) = default;
};

enum class OrganizationParts {
  whole,
  profile,  // without numbers and patterns
};
// Every key is there; null where the value is absent.
std::string organization_to_json(const Organization& organization, OrganizationParts parts = OrganizationParts::whole);
std::string pattern_to_json(const Pattern& pattern);

struct OrganizationDocument {
  Organization organization;      // right only when there are no faults
  std::vector<JsonFault> faults;  // in the order of the document
};
// `voices` are the names that a document may ask for; empty: any name.
OrganizationDocument parse_organization_json(std::string_view json, const std::vector<std::string>& voices = {});
// Without numbers and patterns: a fault when they are given.
OrganizationDocument parse_profile_json(std::string_view json, const std::vector<std::string>& voices = {});

struct PatternDocument {
  Pattern pattern;                // right only when there are no faults
  std::vector<JsonFault> faults;  // in the order of the document
};
PatternDocument parse_pattern_json(std::string_view json);

// What parts that were read one by one must keep among each other: no number and no pattern key twice, bounds, and a
// target for patterns that transfer the call. One sentence each.
std::vector<std::string> broken_references(const Organization& organization);
// A number that can be called: "+15550100", "demo".
bool is_number(std::string_view text);

inline constexpr std::size_t kJsonBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kMostPatterns = 10000;
inline constexpr std::size_t kMostNumbers = 1000;

}  // namespace parley
