// SPDX-License-Identifier: Apache-2.0
// A key of the API and what it opens.
#pragma once

#include <string>

#include "parley/core/ids.hpp"

namespace parley {

// Whoever shows `key` sees what belongs to `organization`.
struct ApiKey {
  std::string key;
  OrganizationKey organization;
};

}  // namespace parley
