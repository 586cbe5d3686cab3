// SPDX-License-Identifier: Apache-2.0
#include "parley/alerts/alert_rules.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace parley {
namespace {

constexpr double kProviderCalm = 0.6;  // share of the limit
constexpr double kBudgetCalm = 0.9;    // share of the budget

std::string percent(double share) {
  std::array<char, 32> text{};
  const auto length = std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
  return {text.data(), static_cast<std::size_t>(std::clamp(length, 0, 31))};
}

std::string dollars(double amount) {
  std::array<char, 32> text{};
  const auto length = std::snprintf(text.data(), text.size(), "%.2f USD", amount);
  return {text.data(), static_cast<std::size_t>(std::clamp(length, 0, 31))};
}

enum class Verdict { bad, between, good };

class Judging {
 public:
  Judging(const std::vector<AlertName>& open, const AlertThresholds& thresholds)
      : open_(open), thresholds_(thresholds) {}

  void errors(const AlertSample::Errors& seen, const std::string& subject) {
    const double rate =
        seen.decisions == 0 ? 0 : static_cast<double>(seen.errors) / static_cast<double>(seen.decisions);
    auto verdict = rate > thresholds_.error_rate       ? Verdict::bad
                   : rate < thresholds_.error_rate / 2 ? Verdict::good
                                                       : Verdict::between;
    if (verdict == Verdict::bad && seen.decisions < thresholds_.least_decisions) verdict = Verdict::between;
    RaisedAlert alert{{AlertKind::router_errors, subject}, AlertSeverity::critical, "", rate, thresholds_.error_rate};
    alert.detail = "the router failed or was late in " + std::to_string(seen.errors) + " of " +
                   std::to_string(seen.decisions) + " decisions of the last five minutes";
    settle(std::move(alert), verdict);
  }

  void audits(const AlertSample::Audits& seen) {
    if (seen.made < thresholds_.least_audits) return;
    const double precision = static_cast<double>(seen.right) / static_cast<double>(seen.made);
    const double calm = thresholds_.audit_target + (1 - thresholds_.audit_target) / 4;
    const auto verdict = precision < thresholds_.audit_target ? Verdict::bad
                         : precision >= calm                  ? Verdict::good
                                                              : Verdict::between;
    RaisedAlert alert{
        {AlertKind::audit_precision, ""}, AlertSeverity::warning, "", precision, thresholds_.audit_target};
    alert.detail = "of the newest " + std::to_string(seen.made) + " answers from memory that were asked again, " +
                   percent(precision) + " were right; the target is " + percent(thresholds_.audit_target);
    settle(std::move(alert), verdict);
  }

  void cost(const AlertSample::Cost& seen) {
    auto verdict = seen.spent_usd > seen.budget_usd                 ? Verdict::bad
                   : seen.spent_usd < kBudgetCalm * seen.budget_usd ? Verdict::good
                                                                    : Verdict::between;
    if (seen.budget_usd <= 0) verdict = Verdict::good;
    RaisedAlert alert{{AlertKind::embedding_cost, ""}, AlertSeverity::warning, "", seen.spent_usd, seen.budget_usd};
    alert.detail = "embeddings cost " + dollars(seen.spent_usd) + " today; the budget is " + dollars(seen.budget_usd);
    settle(std::move(alert), verdict);
  }

  void providers(const std::vector<AlertSample::Provider>& seen) {
    for (const auto& one : seen) {
      const auto verdict = one.used >= thresholds_.provider_share ? Verdict::bad
                           : one.used < kProviderCalm             ? Verdict::good
                                                                  : Verdict::between;
      RaisedAlert alert{
          {AlertKind::provider_limit, one.name}, AlertSeverity::warning, "", one.used, thresholds_.provider_share};
      alert.detail = percent(one.used) + " of what " + one.name + " allows is used";
      settle(std::move(alert), verdict);
    }
    resolve_rest(AlertKind::provider_limit, [&](const std::string& subject) {
      return std::any_of(seen.begin(), seen.end(), [&](const auto& one) { return one.name == subject; });
    });
  }

  void patterns(const std::vector<AlertSample::Off>& seen) {
    for (const auto& one : seen) {
      RaisedAlert alert{{AlertKind::pattern_off, one.pattern}, AlertSeverity::warning, "", 0, 0};
      alert.detail = "pattern " + one.pattern + " was switched off" + (one.why.empty() ? "" : ": " + one.why);
      settle(std::move(alert), Verdict::bad);
    }
    resolve_rest(AlertKind::pattern_off, [&](const std::string& subject) {
      return std::any_of(seen.begin(), seen.end(), [&](const auto& one) { return one.pattern == subject; });
    });
  }

  AlertChanges take() { return std::move(changes_); }

 private:
  bool is_open(const AlertName& name) const { return std::find(open_.begin(), open_.end(), name) != open_.end(); }

  void settle(RaisedAlert alert, Verdict verdict) {
    const bool open = is_open(alert.name);
    if (open && verdict == Verdict::good) changes_.resolved.push_back(alert.name);
    if (!open && verdict == Verdict::bad) changes_.raised.push_back(std::move(alert));
  }

  // What is open and is not known any more is over.
  template <class Known>
  void resolve_rest(AlertKind kind, const Known& known) {
    for (const auto& name : open_) {
      if (name.kind == kind && !known(name.subject)) changes_.resolved.push_back(name);
    }
  }

  const std::vector<AlertName>& open_;
  const AlertThresholds& thresholds_;
  AlertChanges changes_;
};

}  // namespace

std::string_view to_string(AlertKind kind) {
  switch (kind) {
    case AlertKind::router_errors:
      return "router_errors";
    case AlertKind::audit_precision:
      return "audit_precision";
    case AlertKind::embedding_cost:
      return "embedding_cost";
    case AlertKind::provider_limit:
      return "provider_limit";
    case AlertKind::pattern_off:
      return "pattern_off";
  }
  return "router_errors";
}

std::string_view to_string(AlertSeverity severity) {
  switch (severity) {
    case AlertSeverity::info:
      return "info";
    case AlertSeverity::warning:
      return "warning";
    case AlertSeverity::critical:
      return "critical";
  }
  return "warning";
}

AlertChanges judge_alerts(const AlertSample& sample, const std::vector<AlertName>& open,
                          const AlertThresholds& thresholds) {
  Judging judging(open, thresholds);
  if (sample.errors) judging.errors(*sample.errors, sample.subject);
  if (sample.audits) judging.audits(*sample.audits);
  if (sample.embeddings) judging.cost(*sample.embeddings);
  if (sample.providers) judging.providers(*sample.providers);
  if (sample.patterns_off) judging.patterns(*sample.patterns_off);
  return judging.take();
}

}  // namespace parley
