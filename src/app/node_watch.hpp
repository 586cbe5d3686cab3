// SPDX-License-Identifier: Apache-2.0
// What operators look at: statistics of patterns, figures of the router, alerts. Without a database there is none of
// it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "node_stores.hpp"
#include "parley/alerts/alert_watch.hpp"
#include "parley/api/control_api.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/config/settings.hpp"
#include "parley/net/http_client.hpp"

namespace parley {

class NodeWatch {
 public:
  NodeWatch(const Settings& settings, Clock& clock, Log log, Meters& meters);

  // `providers`: how much of what they allow is used; must outlive run().
  void build(NodeStores& stores, const OrganizationDirectory& organizations,
             std::function<std::vector<AlertSample::Provider>()> providers);
  void add_to(ControlApi::Parts& parts) const;
  // The root that its owner spawns; ends when it is cancelled, or at once when there is nothing to watch.
  Task<void> run();

 private:
  // Given to us.
  const Settings& settings_;
  Clock& clock_;
  Log log_;
  Meters& meters_;
  // Owned; null without a database.
  HttpClient http_;
  std::unique_ptr<PatternStatsStore> pattern_stats_;
  std::unique_ptr<RouterAnalytics> analytics_;
  std::unique_ptr<AlertStore> alerts_;
  std::unique_ptr<AlertWatch> watch_;
};

}  // namespace parley
