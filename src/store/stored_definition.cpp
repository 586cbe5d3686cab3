// SPDX-License-Identifier: Apache-2.0
#include "stored_definition.hpp"

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

Error unreadable(const std::string& what, const std::vector<JsonFault>& faults) {
  return {Fault::unsupported, "the stored " + what + " cannot be read: " + faults.front().pointer + ": " +
                                  faults.front().message + "; was it written by a newer release?"};
}

}  // namespace

Result<Pattern> stored_pattern(const std::string& json) {
  auto read = parse_pattern_json(json);
  if (!read.faults.empty()) return unreadable("pattern '" + read.pattern.key + "'", read.faults);
  return std::move(read.pattern);
}

Result<Organization> stored_profile(const std::string& json) {
  auto read = parse_profile_json(json);
  if (!read.faults.empty()) return unreadable("profile", read.faults);
  return std::move(read.organization);
}

Result<Organization> stored_organization(const std::string& json) {
  auto read = parse_organization_json(json);
  if (!read.faults.empty()) return unreadable("draft", read.faults);
  return std::move(read.organization);
}

}  // namespace parley
