// SPDX-License-Identifier: Apache-2.0
#include "node_watch.hpp"

#include <utility>

namespace parley {
namespace {

// As layer 1b has it for Care::usual.
constexpr double kUsualTarget = 0.98;

std::vector<AlertWatch::Watched> watched(const OrganizationDirectory& organizations) {
  std::vector<AlertWatch::Watched> all;
  for (const auto& served : organizations.all()) {
    if (served.definition->draft) continue;
    all.push_back({served.definition->key, served.definition->router.usual_target.value_or(kUsualTarget)});
  }
  return all;
}

}  // namespace

NodeWatch::NodeWatch(const Settings& settings, Clock& clock, Log log, Meters& meters)
    : settings_(settings), clock_(clock), log_(std::move(log)), meters_(meters), http_(clock) {}

void NodeWatch::build(NodeStores& stores, const OrganizationDirectory& organizations,
                      std::function<std::vector<AlertSample::Provider>()> providers) {
  auto* database = stores.database();
  if (database == nullptr) return;
  pattern_stats_ = PatternStatsStore::create(*database, clock_);
  analytics_ = RouterAnalytics::create(*database);
  alerts_ = AlertStore::create(*database, clock_);
  if (settings_.alerts.webhook.value.starts_with("https://")) {
    if (const auto trusted = http_.trust(""); !trusted) log_.error("alerts.no_authorities", trusted.error().message);
  }
  AlertWatch::Parts parts{*alerts_, http_, clock_, log_, meters_};
  parts.node = stores.node();
  parts.embedding_budget_usd = settings_.alerts.embedding_budget_cents / 100.0;
  parts.webhook = {settings_.alerts.webhook.value, settings_.alerts.webhook_secret.value,
                   settings_.alerts.webhook_private};
  parts.organizations = [&organizations] { return watched(organizations); };
  // The same counters that layers 0 and 1 are counted by (answering).
  const auto faults = [this](const char* kind) -> Counter& {
    return meters_.counter("parley_router_faults_total", "Utterances whose routing went wrong", {{"kind", kind}});
  };
  auto& asked = meters_.counter("parley_router_guarded_total", "Utterances that layers 0 and 1 were asked for");
  parts.router = [&asked, &failed = faults("failed"), &late = faults("late"), &missing = faults("no_vector")] {
    return AlertWatch::RouterCounts{asked.value(), failed.value() + late.value() + missing.value()};
  };
  parts.providers = std::move(providers);
  watch_ = std::make_unique<AlertWatch>(std::move(parts));
}

void NodeWatch::add_to(ControlApi::Parts& parts) const {
  parts.pattern_stats = pattern_stats_.get();
  parts.analytics = analytics_.get();
  parts.alerts = alerts_.get();
}

Task<void> NodeWatch::run() {
  if (!watch_) co_return;
  auto watching = watch_->run();
  co_await std::move(watching);
}

}  // namespace parley
