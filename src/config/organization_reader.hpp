// SPDX-License-Identifier: Apache-2.0
// One organization from a tree, whether that was YAML or JSON.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "field_reader.hpp"
#include "parley/config/organization_document.hpp"

namespace parley {

// `claims`: what must be unique across files, with its line.
void read_organization(const YamlNode& root, OrganizationParts parts, const std::vector<std::string>& voices,
                       FaultList& faults, Organization& place, std::map<std::string, int>& claims);

}  // namespace parley
