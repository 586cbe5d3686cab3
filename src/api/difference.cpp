// SPDX-License-Identifier: Apache-2.0
#include "difference.hpp"

#include <map>
#include <string_view>

#include "parley/config/organization_document.hpp"

namespace parley {
namespace {

std::map<std::string_view, const Pattern*> by_key(const Organization& organization) {
  std::map<std::string_view, const Pattern*> patterns;
  for (const auto& pattern : organization.patterns) patterns.emplace(pattern.key, &pattern);
  return patterns;
}

}  // namespace

Difference difference_of(const Organization& before, const Organization& after) {
  Difference difference;
  const auto old = by_key(before);
  const auto fresh = by_key(after);
  for (const auto& pattern : after.patterns) {
    const auto known = old.find(pattern.key);
    if (known == old.end()) {
      difference.added.push_back(pattern.key);
    } else if (*known->second == pattern) {
      ++difference.unchanged;
    } else {
      difference.changed.push_back(pattern.key);
    }
  }
  for (const auto& pattern : before.patterns) {
    if (!fresh.contains(pattern.key)) difference.removed.push_back(pattern.key);
  }
  const auto was = Json::parse(organization_to_json(before, OrganizationParts::profile));
  const auto is = Json::parse(organization_to_json(after, OrganizationParts::profile));
  for (const auto& [key, value] : is.items()) {
    if (!was.contains(key) || was[key] != value) difference.profile.push_back(key);
  }
  if (before.numbers != after.numbers) difference.profile.emplace_back("numbers");
  return difference;
}

Json to_json(const Difference& difference, bool dry_run) {
  Json json;
  json["dry_run"] = dry_run;
  json["added"] = difference.added;
  json["changed"] = difference.changed;
  json["removed"] = difference.removed;
  json["unchanged"] = difference.unchanged;
  json["profile"] = difference.profile;
  return json;
}

}  // namespace parley
