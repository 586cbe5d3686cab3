// SPDX-License-Identifier: Apache-2.0
// Looks at the samples of every organization and of this instance every 30 s, raises and resolves alerts, tells the
// webhook. Uses its home executor alone.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "parley/alerts/alert_rules.hpp"
#include "parley/alerts/fault_window.hpp"
#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/net/http_client.hpp"
#include "parley/store/alert_store.hpp"

namespace parley {

struct WebhookPlace {
  std::string url;  // empty: nobody is told
  std::string secret;
  bool allow_private = false;
};

class AlertWatch {
 public:
  struct Watched {
    OrganizationKey organization;
    double audit_target = 0.98;
  };
  // Of this instance since it started.
  struct RouterCounts {
    std::uint64_t decisions = 0;
    std::uint64_t errors = 0;
  };
  struct Parts {
    AlertStore& store;
    HttpClient& http;
    Clock& clock;
    Log log;
    Meters& meters;
    std::string node = {};
    double embedding_budget_usd = 0;  // a day and organization; 0: none
    WebhookPlace webhook = {};
    std::function<std::vector<Watched>()> organizations = {};
    std::function<RouterCounts()> router = {};
    std::function<std::vector<AlertSample::Provider>()> providers = {};  // may be empty: nothing is known of them
  };
  explicit AlertWatch(Parts parts);
  AlertWatch(const AlertWatch&) = delete;
  AlertWatch& operator=(const AlertWatch&) = delete;

  // The root that its owner spawns; ends when it is cancelled.
  Task<void> run();
  // One look at everything.
  Task<void> look();

 private:
  using Open = std::array<std::int64_t, 3>;  // by severity

  AlertSample sample_here();
  AlertSample sample_of(const AlertFacts& facts, const Watched& watched, bool with_cost) const;
  Task<void> look_at(Watched watched, bool with_cost, Open& open);
  Task<void> tell(OrganizationKey organization);
  Task<bool> send(const AlertRow& alert);

  Parts parts_;
  FaultWindow faults_{std::chrono::minutes{5}};
  std::uint64_t looks_ = 0;
  std::array<Gauge*, 3> open_gauges_{};
};

}  // namespace parley
