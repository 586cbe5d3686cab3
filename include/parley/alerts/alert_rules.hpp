// SPDX-License-Identifier: Apache-2.0
// When an alert is raised and when it is over. Pure: samples in, changes out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley {

enum class AlertKind { router_errors, audit_precision, embedding_cost, provider_limit, pattern_off };
enum class AlertSeverity { info, warning, critical };
std::string_view to_string(AlertKind kind);
std::string_view to_string(AlertSeverity severity);

struct AlertThresholds {
  double error_rate = 0.05;           // of decisions; over again below half of it
  std::int64_t least_decisions = 20;  // fewer say nothing
  double audit_target = 0.98;         // share of right answers; over again a quarter of the way from there to 1
  std::int64_t least_audits = 20;
  double provider_share = 0.8;  // of a provider's limit that is used; over again below 0.6
};

// What is known about one organization, or about an instance. Absent: not measured now, so nothing changes.
struct AlertSample {
  struct Errors {
    std::int64_t decisions = 0;
    std::int64_t errors = 0;
  };
  struct Audits {
    std::int64_t made = 0;
    std::int64_t right = 0;
  };
  struct Cost {
    double spent_usd = 0;  // today
    double budget_usd = 0;
  };
  struct Provider {
    std::string name;
    double used = 0;  // share of its limit
  };
  struct Off {
    std::string pattern;
    std::string why;
  };
  std::string subject;  // of errors: the instance; empty: the organization itself
  std::optional<Errors> errors;
  std::optional<Audits> audits;
  std::optional<Cost> embeddings;
  std::optional<std::vector<Provider>> providers;
  std::optional<std::vector<Off>> patterns_off;
};

struct AlertName {
  AlertKind kind = AlertKind::router_errors;
  std::string subject;

  friend bool operator==(const AlertName&, const AlertName&) = default;
};

struct RaisedAlert {
  AlertName name;
  AlertSeverity severity = AlertSeverity::warning;
  std::string detail;
  double value = 0;
  double threshold = 0;

  friend bool operator==(const RaisedAlert&, const RaisedAlert&) = default;
};

struct AlertChanges {
  std::vector<RaisedAlert> raised;
  std::vector<AlertName> resolved;

  friend bool operator==(const AlertChanges&, const AlertChanges&) = default;
};

// `open`: those that are open already. Between the two thresholds of a rule everything stays as it is.
AlertChanges judge_alerts(const AlertSample& sample, const std::vector<AlertName>& open,
                          const AlertThresholds& thresholds = {});

}  // namespace parley
