// SPDX-License-Identifier: Apache-2.0
// A decision of the router with everything that led to it, for people and for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "parley/router/route.hpp"

namespace parley::commands {

// Both say of every candidate that does not answer why.
nlohmann::ordered_json route_json(const RouteDecision& decision);
std::string route_text(const RouteDecision& decision);

}  // namespace parley::commands
