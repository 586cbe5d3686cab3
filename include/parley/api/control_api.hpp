// SPDX-License-Identifier: Apache-2.0
// What operators and programs ask the server over HTTP: docs/api.md. Routes and their description come from one table.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "parley/api/access.hpp"
#include "parley/async/clock.hpp"
#include "parley/cache/cache_warmer.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/call/call_action.hpp"
#include "parley/call/organization_directory.hpp"
#include "parley/cluster/cluster_channel.hpp"
#include "parley/cluster/live_sessions.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/log.hpp"
#include "parley/net/http_message.hpp"
#include "parley/net/http_routes.hpp"
#include "parley/ops/health.hpp"
#include "parley/ops/metrics.hpp"
#include "parley/router/router_switch.hpp"
#include "parley/store/access_store.hpp"
#include "parley/store/alert_store.hpp"
#include "parley/store/call_archive.hpp"
#include "parley/store/call_log.hpp"
#include "parley/store/knowledge_store.hpp"
#include "parley/store/organization_store.hpp"
#include "parley/store/pattern_stats.hpp"
#include "parley/store/router_figures.hpp"

namespace parley {

// How many calls this node has, and how many it takes.
struct CallLoad {
  std::size_t up = 0;
  std::size_t limit = 0;
};

// Outlives the server that it has given routes to. Every answer runs on the server's executor, which is also the home
// of `live` and `cluster`.
class ControlApi {
 public:
  struct Parts {
    Clock* clock = nullptr;
    Log log;
    Access* access = nullptr;
    const OrganizationDirectory* organizations = nullptr;
    const MeterRegistry* meters = nullptr;
    std::function<NodeState()> node;
    std::function<CallLoad()> load;
    std::function<void()> drain;
    Build build;
    std::string node_id;

    RecentCalls* recent = nullptr;               // what is served of calls when there is no archive
    CallArchive* archive = nullptr;              // null: memory alone
    OrganizationStore* store = nullptr;          // null: no database; what needs one answers 503
    AccessStore* keys = nullptr;                 // null together with `store`
    PatternStatsStore* pattern_stats = nullptr;  // null together with `store`
    RouterAnalytics* analytics = nullptr;        // null together with `store`
    KnowledgeStore* knowledge = nullptr;         // null together with `store`
    AlertStore* alerts = nullptr;                // null together with `store`
    // The vector of a sentence to explain, for a router that goes by fetched ones; null: none does.
    std::function<Task<std::optional<QueryFeatures>>(OrganizationKey, const IntentRouter&, std::string)> features;
    RouterSwitch* router_switch = nullptr;  // thrown by the installation's setting `router`; null: always on
    LiveSessions* live = nullptr;           // null: this instance alone
    ClusterChannel* cluster = nullptr;      // null together with `live`
    TwoTierCache* cache = nullptr;          // null: none
    CacheWarmer* warmer = nullptr;          // null: nothing is made ready

    // Of a call that this instance has; CallFloor::act.
    std::function<Task<Result<void>>(OrganizationKey, CallId, CallAction)> act;
    // What keeps a whole definition from being served, one line each: "pattern hours: …"; tenants' check_organization.
    std::function<std::vector<std::string>(const Organization&)> check;
    std::vector<std::string> voices;  // that a definition may ask for; empty: any
    // Something of the organization was changed in the database; the empty key: of the installation.
    std::function<void(const OrganizationKey&)> changed;
  };

  explicit ControlApi(Parts parts);
  ControlApi(const ControlApi&) = delete;
  ControlApi& operator=(const ControlApi&) = delete;
  ~ControlApi();

  HttpRoutes routes() const;
  // The OpenAPI 3.1 document, as GET /openapi.json serves it.
  const std::string& description() const;
  // Routes of HttpRoutes::list() that are not described, and described ones that are not there; empty: none.
  std::vector<std::string> gaps(const std::vector<std::string>& routes) const;
  // Settings of the installation, the rate of requests among them, are read again.
  Task<void> reload_settings();

  // RFC 9457 body of an error; also for HttpServerOptions::problem.
  static HttpResponse problem(const HttpProblem& problem);

 private:
  struct Insides;
  std::unique_ptr<Insides> insides_;
};

// The other side of a request that an instance passes on to the one that has the call: ClusterChannel::Listener::asked.
Task<std::string> answer_cluster_request(std::function<Task<Result<void>>(OrganizationKey, CallId, CallAction)> act,
                                         std::string request);

}  // namespace parley
