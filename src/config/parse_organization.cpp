// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "organization_reader.hpp"
#include "parley/config/load_organizations.hpp"

namespace parley {

std::string to_string(const OrganizationFault& fault) {
  const std::string line = fault.line > 0 ? ":" + std::to_string(fault.line) : "";
  return fault.file + line + ": " + fault.message;
}

ParsedOrganization parse_organization(std::string_view yaml, const std::string& file,
                                      const std::vector<std::string>& voices) {
  ParsedOrganization parsed;
  FaultList faults(file, parsed.faults);
  const auto tree = parse_yaml(yaml);
  for (const auto& fault : tree.faults) faults.add(fault.line, fault.message);
  if (tree.whole && (tree.root.kind == YamlNode::Kind::map || tree.faults.empty())) {
    read_organization(tree.root, OrganizationParts::whole, voices, faults, parsed.organization, parsed.claims);
  }
  std::stable_sort(parsed.faults.begin(), parsed.faults.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  return parsed;
}

}  // namespace parley
