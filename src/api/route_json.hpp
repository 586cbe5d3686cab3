// SPDX-License-Identifier: Apache-2.0
// A decision of the router with everything that led to it.
#pragma once

#include "json_body.hpp"
#include "parley/router/route.hpp"

namespace parley {

// Says of every candidate that does not answer why.
Json route_json(const RouteDecision& decision);

}  // namespace parley
