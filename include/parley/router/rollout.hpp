// SPDX-License-Identifier: Apache-2.0
// Which callers get the router's answers.
#pragma once

#include <string>
#include <string_view>

#include "parley/core/organization.hpp"

namespace parley {

// "+1 555-0100" and "15550100" are one caller. Names ("demo") stay as they are.
std::string normalised_number(std::string_view number);

// The blacklist wins over the whitelist, both over the percentage. A caller falls on the same side at every call, on
// every instance and after every release; another organization draws anew. Callers who withhold their number are one
// caller, "": nobody can tell them apart.
bool in_rollout(const RouterRollout& rollout, const OrganizationKey& organization, std::string_view caller);

}  // namespace parley
