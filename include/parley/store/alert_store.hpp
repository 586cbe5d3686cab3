// SPDX-License-Identifier: Apache-2.0
// Alerts as rows: what is open, what was, and who was told. The empty organization is the installation.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/database/database.hpp"
#include "parley/store/change_note.hpp"

namespace parley {

struct AlertRow {
  std::string id;  // UUID v7
  OrganizationKey organization;
  std::string kind;      // "router_errors", …
  std::string severity;  // "info", "warning", "critical"
  std::string state;     // "open", "resolved"
  std::string subject;   // pattern, provider or instance; empty: the organization itself
  std::string detail;
  double value = 0;
  double threshold = 0;
  WallTime opened_at{};
  std::optional<WallTime> resolved_at;
  std::string resolved_by;  // "itself", or an actor
};

struct AlertPage {
  std::vector<AlertRow> alerts;  // newest first
  std::optional<std::string> next_cursor;
};

// What the rules look at, of one organization.
struct AlertFacts {
  std::int64_t decisions = 0;  // of the last five minutes
  std::int64_t errors = 0;
  std::int64_t audits = 0;  // the newest 200 of seven days
  std::int64_t audits_right = 0;
  double meaning_usd = 0;                                         // that embeddings cost today, UTC; 0: not asked for
  std::vector<std::pair<std::string, std::string>> patterns_off;  // with the reason
  std::vector<AlertRow> open;
};

class AlertStore {
 public:
  static std::unique_ptr<AlertStore> create(Database& database, Clock& clock);
  virtual ~AlertStore() = default;

  virtual Task<Result<AlertFacts>> facts(OrganizationKey organization, bool with_cost) = 0;
  // Raises what is not open (kind, subject, severity, detail, value and threshold are looked at) and resolves what is.
  virtual Task<Result<void>> change(OrganizationKey organization, std::vector<AlertRow> raised,
                                    std::vector<std::pair<std::string, std::string>> resolved) = 0;

  // Alerts whose state the webhook is to be told now: once a state, and once an hour for a kind and subject. They count
  // as told; two instances never get the same.
  virtual Task<Result<std::vector<AlertRow>>> take_untold(OrganizationKey organization) = 0;
  // It could not be told: again after `pause`.
  virtual Task<Result<void>> put_back(OrganizationKey organization, std::string id, std::chrono::seconds pause) = 0;

  // `state`: empty for all.
  virtual Task<Result<AlertPage>> list(OrganizationKey organization, std::string state, std::size_t limit,
                                       std::string after_id) = 0;
  // By hand; one that is resolved stays so. not_found: no such alert of this organization.
  virtual Task<Result<AlertRow>> resolve(OrganizationKey organization, std::string id, ChangeNote note) = 0;
};

}  // namespace parley
