// SPDX-License-Identifier: Apache-2.0
// From files to organizations that can be served: parsed, checked as a whole, compiled.
#pragma once

#include <string>
#include <vector>

#include "parley/call/organization_directory.hpp"
#include "parley/core/log.hpp"

namespace parley {

struct PreparedOrganizations {
  std::vector<ServedOrganization> organizations;
  std::vector<std::string> faults;  // one line each, with file, or key and rule
};

PreparedOrganizations prepare_organizations(const std::string& directory, const std::vector<std::string>& voices,
                                            const Log& log);

}  // namespace parley
