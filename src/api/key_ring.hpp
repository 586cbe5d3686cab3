// SPDX-License-Identifier: Apache-2.0
// Which organization a key opens.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "parley/api/api_key.hpp"

namespace parley {

// Takes as long for a wrong byte at the start as for one at the end; only the length can be told apart.
bool same_secret(std::string_view a, std::string_view b);

// The token of "Bearer TOKEN" (RFC 6750 §2.1; the scheme compares without case), empty when it is something else.
std::string_view bearer_token(std::string_view authorization);

// Looks at every key, whichever fits.
std::optional<OrganizationKey> organization_of(const std::vector<ApiKey>& keys, std::string_view token);

}  // namespace parley
