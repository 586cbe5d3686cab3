// SPDX-License-Identifier: Apache-2.0
// Definitions as the database holds them. What cannot be read was written by another release or by hand.
#pragma once

#include <string>

#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"

namespace parley {

Result<Pattern> stored_pattern(const std::string& json);
Result<Organization> stored_profile(const std::string& json);
Result<Organization> stored_organization(const std::string& json);

}  // namespace parley
