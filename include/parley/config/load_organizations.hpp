// SPDX-License-Identifier: Apache-2.0
// Organizations from the YAML files of docs/organizations.md; strict, and every fault of every file is listed at once.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"

namespace parley {

struct OrganizationFault {
  std::string file;
  int line = 0;  // from 1; 0 when the file as a whole is at fault
  std::string message;

  friend bool operator==(const OrganizationFault&, const OrganizationFault&) = default;
};
std::string to_string(const OrganizationFault& fault);  // "FILE:LINE: MESSAGE"

struct ParsedOrganization {
  Organization organization;              // right only when there are no faults
  std::vector<OrganizationFault> faults;  // by line
  std::map<std::string, int> claims;      // what must be unique across files, with its line: "number 'demo'"
};
// `voices` are the names that a file may ask for; empty: any name.
ParsedOrganization parse_organization(std::string_view yaml, const std::string& file,
                                      const std::vector<std::string>& voices = {});

struct LoadedOrganizations {
  std::vector<Organization> organizations;  // in the order of file names; only those without faults
  std::vector<OrganizationFault> faults;
};
// Every *.yaml and *.yml of the directory. Keys and numbers must be unique across files; no file at all is a fault.
LoadedOrganizations load_organizations(const std::string& directory, const std::vector<std::string>& voices = {});

// The file that parse_organization reads into the same value.
std::string organization_to_yaml(const Organization& organization);

}  // namespace parley
