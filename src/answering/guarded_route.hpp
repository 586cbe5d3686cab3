// SPDX-License-Identifier: Apache-2.0
// Layers 0 and 1 with a net beneath them: whatever they do, the utterance goes on.
#pragma once

#include <optional>

#include "parley/async/clock.hpp"
#include "parley/router/intent_router.hpp"

namespace parley {

enum class RouteFault { none, failed, late };

struct GuardedRoute {
  RouteDecision decision;  // after a fault: nobody answers, method router_error
  RouteFault fault = RouteFault::none;
  std::optional<RouteDecision> late;  // what came too late; better than nothing
};

GuardedRoute route_guarded(const IntentRouter& router, const RouteQuery& query, const Clock& clock, Duration deadline);

}  // namespace parley
