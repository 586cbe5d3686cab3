// SPDX-License-Identifier: Apache-2.0
// A key of the API that stands in the configuration: good without a database.
#pragma once

#include <string>

#include "parley/core/ids.hpp"

namespace parley {

// Whoever shows `key` may do everything within `organization`; an empty organization is the whole installation.
struct ApiKey {
  std::string key;
  OrganizationKey organization;
};

}  // namespace parley
