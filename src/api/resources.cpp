// SPDX-License-Identifier: Apache-2.0
#include "resources.hpp"

#include <iterator>
#include <utility>

namespace parley {

// A path with a fixed last segment stands before the one with {id}: the first that matches answers.
std::vector<Endpoint> all_endpoints() {
  std::vector<Endpoint> all;
  for (auto* some :
       {health_api, organizations_api, hours_api,        numbers_api,       configuration_api, drafts_api,
        bulk_api,   patterns_api,      knowledge_api,    pattern_stats_api, router_api,        analytics_api,
        alerts_api, calls_api,         call_actions_api, callbacks_api,     keys_api,          settings_api,
        audit_api,  node_api,          cache_api}) {
    auto endpoints = some();
    all.insert(all.end(), std::make_move_iterator(endpoints.begin()), std::make_move_iterator(endpoints.end()));
  }
  return all;
}

}  // namespace parley
