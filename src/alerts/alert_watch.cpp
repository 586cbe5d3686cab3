// SPDX-License-Identifier: Apache-2.0
#include "parley/alerts/alert_watch.hpp"

#include <algorithm>
#include <utility>

#include "parley/alerts/webhook_message.hpp"

namespace parley {
namespace {

constexpr std::chrono::seconds kEvery{30};
constexpr std::uint64_t kCostEvery = 10;  // looks: what a day cost is a sum over all its turns
constexpr std::chrono::seconds kPatience{5};
constexpr int kAttempts = 3;
constexpr std::chrono::seconds kFirstPause{1};  // then four times as long
constexpr std::chrono::seconds kAgain{300};     // after the last attempt
constexpr std::array<AlertSeverity, 3> kSeverities = {AlertSeverity::info, AlertSeverity::warning,
                                                      AlertSeverity::critical};

std::vector<AlertName> names_of(const std::vector<AlertRow>& rows) {
  std::vector<AlertName> names;
  for (const auto& row : rows) {
    for (const auto kind : {AlertKind::router_errors, AlertKind::audit_precision, AlertKind::embedding_cost,
                            AlertKind::provider_limit, AlertKind::pattern_off}) {
      if (row.kind == to_string(kind)) names.push_back({kind, row.subject});
    }
  }
  return names;
}

AlertRow row_of(const RaisedAlert& alert) {
  AlertRow row;
  row.kind = to_string(alert.name.kind);
  row.subject = alert.name.subject;
  row.severity = to_string(alert.severity);
  row.detail = alert.detail;
  row.value = alert.value;
  row.threshold = alert.threshold;
  return row;
}

}  // namespace

AlertWatch::AlertWatch(Parts parts) : parts_(std::move(parts)) {
  for (const auto severity : kSeverities) {
    open_gauges_[static_cast<std::size_t>(severity)] =
        &parts_.meters.gauge("parley_alerts_open", "Alerts of all organizations that are open, by severity",
                             {{"severity", std::string(to_string(severity))}});
  }
}

Task<void> AlertWatch::run() {
  if (!parts_.webhook.url.empty() && parts_.webhook.secret.empty()) {
    parts_.log.error("alerts.unsigned", "alerts.webhook_secret is not set: the webhook is told nothing");
  }
  for (;;) {
    auto waiting = parts_.clock.sleep_until(parts_.clock.now() + kEvery);
    co_await std::move(waiting);
    auto looking = look();
    co_await std::move(looking);
  }
}

AlertSample AlertWatch::sample_here() {
  AlertSample sample;
  sample.subject = parts_.node;
  const auto counts = parts_.router();
  const auto grown = faults_.add(parts_.clock.now(), counts.decisions, counts.errors);
  sample.errors =
      AlertSample::Errors{static_cast<std::int64_t>(grown.decisions), static_cast<std::int64_t>(grown.errors)};
  if (parts_.providers) sample.providers = parts_.providers();
  return sample;
}

AlertSample AlertWatch::sample_of(const AlertFacts& facts, const Watched& watched, bool with_cost) const {
  if (watched.organization.value.empty()) return {};
  AlertSample sample;
  sample.errors = AlertSample::Errors{facts.decisions, facts.errors};
  sample.audits = AlertSample::Audits{facts.audits, facts.audits_right};
  if (with_cost) sample.embeddings = AlertSample::Cost{facts.meaning_usd, parts_.embedding_budget_usd};
  sample.patterns_off.emplace();
  for (const auto& [pattern, why] : facts.patterns_off) sample.patterns_off->push_back({pattern, why});
  return sample;
}

Task<void> AlertWatch::look() {
  const bool with_cost = looks_++ % kCostEvery == 0;
  Open open{};
  auto watched = parts_.organizations();
  watched.push_back({OrganizationKey{}, 1});
  for (const auto& one : watched) {
    auto looking = look_at(one, with_cost, open);
    co_await std::move(looking);
  }
  for (std::size_t i = 0; i < open.size(); ++i) open_gauges_[i]->set(open[i]);
}

Task<void> AlertWatch::look_at(Watched watched, bool with_cost, Open& open) {
  const bool here = watched.organization.value.empty();
  const auto facts = co_await parts_.store.facts(watched.organization, with_cost);
  if (!facts) {
    parts_.log.warning("alerts.unknown", facts.error().message, {{"organization", watched.organization.value}});
    co_return;
  }
  AlertThresholds thresholds;
  thresholds.audit_target = watched.audit_target;
  const auto sample = here ? sample_here() : sample_of(*facts, watched, with_cost);
  const auto changes = judge_alerts(sample, names_of(facts->open), thresholds);
  std::vector<AlertRow> raised;
  for (const auto& alert : changes.raised) {
    raised.push_back(row_of(alert));
    parts_.log.warning("alert.opened", alert.detail,
                       {{"organization", watched.organization.value}, {"kind", raised.back().kind}});
  }
  std::vector<std::pair<std::string, std::string>> resolved;
  for (const auto& name : changes.resolved) resolved.emplace_back(to_string(name.kind), name.subject);
  for (const auto& row : facts->open) {
    const bool over = std::find(resolved.begin(), resolved.end(), std::pair(row.kind, row.subject)) != resolved.end();
    for (const auto severity : kSeverities)
      if (!over && row.severity == to_string(severity)) ++open[static_cast<std::size_t>(severity)];
  }
  for (const auto& alert : changes.raised) ++open[static_cast<std::size_t>(alert.severity)];
  if (!raised.empty() || !resolved.empty()) {
    const auto changed = co_await parts_.store.change(watched.organization, std::move(raised), std::move(resolved));
    if (!changed) {
      parts_.log.warning("alerts.not_written", changed.error().message, {{"organization", watched.organization.value}});
      co_return;
    }
  }
  auto telling = tell(watched.organization);
  co_await std::move(telling);
}

Task<void> AlertWatch::tell(OrganizationKey organization) {
  if (parts_.webhook.url.empty() || parts_.webhook.secret.empty()) co_return;
  const auto untold = co_await parts_.store.take_untold(organization);
  if (!untold) co_return;  // the next look asks again
  for (const auto& alert : *untold) {
    auto sending = send(alert);
    const bool sent = co_await std::move(sending);
    if (sent) continue;
    const auto kept = co_await parts_.store.put_back(organization, alert.id, kAgain);
    if (!kept) parts_.log.warning("alerts.not_told", kept.error().message, {{"alert", alert.id}});
  }
}

Task<bool> AlertWatch::send(const AlertRow& alert) {
  const auto now = parts_.clock.wall_now();
  const auto body = alert_body(alert, now);
  std::string why;
  auto pause = kFirstPause;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (attempt > 0) {
      auto waiting = parts_.clock.sleep_until(parts_.clock.now() + pause);
      co_await std::move(waiting);
      pause *= 4;
    }
    auto message = sign_message(alert.id + "-" + alert.state, body, parts_.webhook.secret, parts_.clock.wall_now());
    HttpClientCall call("POST", parts_.webhook.url, parts_.clock.now() + kPatience);
    call.headers.add("Content-Type", "application/json");
    call.headers.add("webhook-id", message.id);
    call.headers.add("webhook-timestamp", message.timestamp);
    call.headers.add("webhook-signature", message.signature);
    call.body = std::move(message.body);
    call.body_limit = 64 * 1024;
    call.public_only = !parts_.webhook.allow_private;
    const auto reply = co_await parts_.http.send(std::move(call));
    if (reply && reply->status >= 200 && reply->status < 300) co_return true;
    why = reply ? "it answered " + std::to_string(reply->status) : reply.error().message;
    if (!reply && reply.error().fault == Fault::invalid_input) break;  // of a private network: never
  }
  // Without the address: that may hold a token.
  parts_.log.warning("alerts.not_told", "the webhook was not told: " + why, {{"alert", alert.id}});
  co_return false;
}

}  // namespace parley
