// SPDX-License-Identifier: Apache-2.0
// Figures of the router and statistics of patterns, as JSON.
#pragma once

#include "json_body.hpp"
#include "parley/store/pattern_stats.hpp"
#include "parley/store/router_figures.hpp"

namespace parley {

Json stats_json(const PatternStats& stats);
// Of one call.
Json totals_json(const RouterFigures& figures);
// Of a period, without its bounds.
Json analytics_json(const RouterFigures& figures);
// Text of a JSON object as that, anything else as {}.
Json object_of(const std::string& text);

}  // namespace parley
