// SPDX-License-Identifier: Apache-2.0
// From what was said to which pattern answers it: pure, a value in, a value out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"
#include "parley/router/route.hpp"

namespace parley {

// Compiled once for an organization's patterns, immutable, shared by all its calls.
class IntentRouter {
 public:
  virtual ~IntentRouter() = default;
  virtual RouteDecision route(const RouteQuery& query) const = 0;
  // The same with every layer asked, also those that the decision did not need.
  virtual RouteDecision explain(const RouteQuery& query) const { return route(query); }
  // Whose vectors layer 1b was learned from; empty: there is none. One of the question (RouteQuery::features) by the
  // same embedder is what it goes by where that cannot be asked in here.
  virtual std::string_view embedder() const { return {}; }
};

// Bounds of layer 0.
struct RouterLimits {
  std::uint32_t max_words = 60;  // of the normalised text; at most 64
  // Transcripts below the first are refused as unclear; keyword rules rest only on words that reach the second.
  // Chosen by `parley bench wordings` and `foreign`; docs/adr/0010-rejection.md.
  double min_confidence = 0.3;
  double min_word_confidence = 0.05;
  // An utterance with a typo is compared with so many phrases; 0: with all, to measure what the shortlist loses.
  std::uint32_t typo_shortlist = 200;
};

// Layers 0 and 1a over the organization's patterns. Fails with every fault of its rules listed, one a line.
// Cheap enough for partial transcripts (docs/benchmarks.md).
Result<std::shared_ptr<const IntentRouter>> create_rule_router(const Organization& organization,
                                                               RouterLimits limits = {});

}  // namespace parley
