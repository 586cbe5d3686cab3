// SPDX-License-Identifier: Apache-2.0
#include "parley/config/organization_document.hpp"

#include <algorithm>
#include <set>

#include "json_tree.hpp"
#include "organization_reader.hpp"
#include "pattern_reader.hpp"

namespace parley {
namespace {

// Reads a tree by `read` unless the text is no JSON; the faults, in order, at their places.
template <class Read>
std::vector<JsonFault> read_json(std::string_view json, Read read) {
  const auto tree = parse_json(json);
  std::vector<OrganizationFault> found;
  FaultList faults("", found, [&](int place) { return "at " + json_pointer(tree.root, place); });
  for (const auto& fault : tree.faults) faults.add(fault.line, fault.message);
  if (tree.whole) read(tree.root, faults);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  std::vector<JsonFault> placed;
  placed.reserve(found.size());
  for (auto& fault : found) placed.push_back({json_pointer(tree.root, fault.line), std::move(fault.message)});
  return placed;
}

OrganizationDocument read_document(std::string_view json, OrganizationParts parts,
                                   const std::vector<std::string>& voices) {
  OrganizationDocument document;
  std::map<std::string, int> claims;
  document.faults = read_json(json, [&](const YamlNode& root, FaultList& faults) {
    read_organization(root, parts, voices, faults, document.organization, claims);
  });
  return document;
}

}  // namespace

OrganizationDocument parse_organization_json(std::string_view json, const std::vector<std::string>& voices) {
  return read_document(json, OrganizationParts::whole, voices);
}

OrganizationDocument parse_profile_json(std::string_view json, const std::vector<std::string>& voices) {
  return read_document(json, OrganizationParts::profile, voices);
}

PatternDocument parse_pattern_json(std::string_view json) {
  PatternDocument document;
  document.faults = read_json(json, [&](const YamlNode& root, FaultList& faults) {
    if (root.kind == YamlNode::Kind::map) {
      document.pattern = read_pattern(root, faults);
    } else {
      faults.add(root.line, "must be an object with the keys of a pattern, not " + std::string(kind_name(root)));
    }
  });
  return document;
}

std::vector<std::string> broken_references(const Organization& organization) {
  std::vector<std::string> faults;
  const auto bound = [&](const char* what, std::size_t count, std::size_t most) {
    if (count > most) {
      faults.push_back(std::string(what) + ": " + std::to_string(count) + "; at most " + std::to_string(most));
    }
  };
  bound("numbers", organization.numbers.size(), kMostNumbers);
  bound("patterns", organization.patterns.size(), kMostPatterns);
  std::set<std::string_view> numbers;
  for (const auto& number : organization.numbers) {
    if (!is_number(number)) faults.push_back("number " + shown(number) + ": cannot be called");
    if (!numbers.insert(number).second) faults.push_back("number " + number + ": is given twice");
  }
  std::set<std::string_view> keys;
  for (const auto& pattern : organization.patterns) {
    if (!keys.insert(pattern.key).second) faults.push_back("pattern " + pattern.key + ": is given twice");
    if (pattern.after == AfterReply::transfer && !organization.fallback.transfer_to) {
      faults.push_back("pattern " + pattern.key + ": transfers the call, but fallback.transfer_to is not set");
    }
  }
  return faults;
}

}  // namespace parley
