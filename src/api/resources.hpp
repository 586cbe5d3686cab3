// SPDX-License-Identifier: Apache-2.0
// The tables of endpoints, one file a resource.
#pragma once

#include <vector>

#include "endpoint.hpp"

namespace parley {

std::vector<Endpoint> health_api();
std::vector<Endpoint> doors_of_others();  // answered by other modules, described here
std::vector<Endpoint> organizations_api();
std::vector<Endpoint> hours_api();
std::vector<Endpoint> numbers_api();
std::vector<Endpoint> configuration_api();
std::vector<Endpoint> drafts_api();
std::vector<Endpoint> bulk_api();
std::vector<Endpoint> patterns_api();
std::vector<Endpoint> knowledge_api();
std::vector<Endpoint> pattern_stats_api();
std::vector<Endpoint> router_api();
std::vector<Endpoint> analytics_api();
std::vector<Endpoint> alerts_api();
std::vector<Endpoint> calls_api();
std::vector<Endpoint> call_actions_api();
std::vector<Endpoint> callbacks_api();
std::vector<Endpoint> keys_api();
std::vector<Endpoint> settings_api();
std::vector<Endpoint> audit_api();
std::vector<Endpoint> node_api();
std::vector<Endpoint> cache_api();

std::vector<Endpoint> all_endpoints();

}  // namespace parley
