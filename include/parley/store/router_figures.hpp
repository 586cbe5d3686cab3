// SPDX-License-Identifier: Apache-2.0
// What the router did for an organization in a period, counted from the records of its calls.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/database/database.hpp"
#include "parley/store/call_record.hpp"

namespace parley {

struct LayerFigures {
  std::string layer;   // "0", "1a", "1b", "2", "fallback"
  std::string method;  // empty: of all methods of the layer
  std::int64_t turns = 0;
  double cost_usd = 0;
  double saved_usd = 0;
  // p50, p95, p99: of routing; of layer 2, from the question to its first words. Absent: nothing was measured.
  std::optional<std::array<double, 3>> latency_ms;

  friend bool operator==(const LayerFigures&, const LayerFigures&) = default;
};

struct RouterFigures {
  std::int64_t total = 0;            // turns with a decision
  std::int64_t refused = 0;          // by layer 0: no questions
  std::int64_t unanswered = 0;       // that ended in the fallback
  std::int64_t suppressed = 0;       // answered by layers 1a and 1b, without asking layer 2
  std::int64_t errors = 0;           // the router failed or was late
  std::int64_t off = 0;              // it was off for this caller
  std::int64_t asked_1b = 0;         // that layers 0 and 1a left to layer 1b
  std::vector<LayerFigures> layers;  // by layer
  std::vector<LayerFigures> methods;
  double cost_usd = 0;
  double saved_usd = 0;
  double embedding_usd = 0;           // vectors: of live questions, which is in cost_usd, and of learning, which is not
  std::int64_t shadow = 0;            // layer 1b, only watching, would have answered
  std::int64_t shadow_different = 0;  // … while another pattern did; where none did, nobody can tell
  std::int64_t learned = 0;           // patterns that the router made in the period
  std::int64_t mined = 0;             // questions that were found to belong to no pattern
  std::int64_t switched_off = 0;      // patterns
  std::int64_t audits = 0;
  std::int64_t audits_right = 0;

  // What could be answered: everything but refusals and what nothing had an answer for.
  std::int64_t answerable() const { return total - refused - unanswered; }
  std::int64_t of_layer(const std::string& layer) const;
};

// The same counts of one call's turns; `learned` to `audits_right` are 0.
RouterFigures figures_of(const std::vector<TurnRecord>& turns);

class RouterAnalytics {
 public:
  static std::unique_ptr<RouterAnalytics> create(Database& database);
  virtual ~RouterAnalytics() = default;

  // Of calls that began in [from, before).
  virtual Task<Result<RouterFigures>> figures(OrganizationKey organization, WallTime from, WallTime before) = 0;
};

}  // namespace parley
