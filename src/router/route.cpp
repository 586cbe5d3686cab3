// SPDX-License-Identifier: Apache-2.0
#include "parley/router/route.hpp"

namespace parley {

std::string_view to_string(RouteLayer layer) {
  switch (layer) {
    case RouteLayer::validation:
      return "0";
    case RouteLayer::rules:
      return "1a";
    case RouteLayer::meaning:
      return "1b";
    case RouteLayer::model:
      return "2";
    case RouteLayer::fallback:
      return "fallback";
  }
  return {};
}

std::string_view to_string(RouteMethod method) {
  switch (method) {
    case RouteMethod::validation:
      return "validation";
    case RouteMethod::exact:
      return "exact";
    case RouteMethod::keyword:
      return "keyword";
    case RouteMethod::typo:
      return "typo";
    case RouteMethod::meaning:
      return "meaning";
    case RouteMethod::knowledge:
      return "knowledge";
    case RouteMethod::model:
      return "model";
    case RouteMethod::journey:
      return "journey";
    case RouteMethod::fallback:
      return "fallback";
    case RouteMethod::router_off:
      return "router_off";
    case RouteMethod::router_error:
      return "router_error";
  }
  return {};
}

std::string_view to_string(Refusal refusal) {
  switch (refusal) {
    case Refusal::none:
      return "none";
    case Refusal::empty:
      return "empty";
    case Refusal::noise:
      return "noise";
    case Refusal::unclear:
      return "unclear";
    case Refusal::too_long:
      return "too_long";
    case Refusal::blocked:
      return "blocked";
    case Refusal::repeated:
      return "repeated";
    case Refusal::too_often:
      return "too_often";
  }
  return {};
}

}  // namespace parley
