// SPDX-License-Identifier: Apache-2.0
#include "guarded_route.hpp"

#include <utility>

namespace parley {

GuardedRoute route_guarded(const IntentRouter& router, const RouteQuery& query, const Clock& clock, Duration deadline) {
  GuardedRoute route;
  const Instant began = clock.now();
  try {
    route.decision = router.route(query);
  } catch (...) {  // a mistake of ours costs this utterance its shortcut, never the call
    route.decision = {};
    route.decision.method = RouteMethod::router_error;
    route.fault = RouteFault::failed;
    return route;
  }
  if (clock.now() - began <= deadline) return route;
  route.fault = RouteFault::late;
  if (!route.decision.pattern.empty()) route.late = std::move(route.decision);
  route.decision = {};
  route.decision.method = RouteMethod::router_error;
  return route;
}

}  // namespace parley
