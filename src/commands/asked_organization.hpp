// SPDX-License-Identifier: Apache-2.0
// One organization as it is served: of the database where there is one, otherwise of the files.
#pragma once

#include <string>
#include <vector>

#include "parley/config/settings.hpp"
#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"

namespace parley::commands {

struct AskedOrganization {
  Organization organization;
  std::string place;                 // the directory, or "the database"
  std::vector<std::string> notices;  // faults of other files
};

// `directory`: files are read there, whatever the settings say; empty: as served. not_found lists the known ones.
Result<AskedOrganization> find_organization(const Settings& settings, const std::string& directory,
                                            const std::string& key);

}  // namespace parley::commands
