// SPDX-License-Identifier: Apache-2.0
// The vectors that questions are compared by, where they are not the built-in encoder's: source, cache, costs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/blocking_pool.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/config/settings.hpp"
#include "parley/database/database.hpp"
#include "parley/language/provider_limits.hpp"
#include "parley/language/sentence_vectors.hpp"
#include "parley/net/http_client.hpp"
#include "parley/ops/health.hpp"
#include "parley/router/intent_router.hpp"
#include "parley/store/embedding_costs.hpp"

namespace parley {

class NodeVectors {
 public:
  NodeVectors(const Settings& settings, Clock& clock, Log log, Meters& meters);

  // Everything that can fail at start; every reason is in the answer. `database` may be null: costs are not kept.
  std::vector<std::string> build(HttpClient& http, TwoTierCache& cache, Database* database);

  SentenceVectors* vectors() { return vectors_.get(); }  // null: the built-in encoder
  const ProviderLimits* limits() const { return limits_.get(); }
  // Of all that an organization is learned from.
  Task<Result<std::shared_ptr<KnownVectors>>> lesson(OrganizationKey organization, std::vector<std::string> texts);
  // Of a sentence that an operator asks about, when that router goes by it.
  Task<std::optional<QueryFeatures>> question(OrganizationKey organization, const IntentRouter& router,
                                              std::string text);
  LinkHealth health() const;

 private:
  Task<void> count(OrganizationKey organization, double usd);

  // Given to us.
  const Settings& settings_;
  Clock& clock_;
  Log log_;
  Meters& meters_;
  // Owned; what stands later uses what stands before.
  std::unique_ptr<BlockingPool> pool_;      // null: nothing is computed here
  std::unique_ptr<ProviderLimits> limits_;  // null: no provider
  std::unique_ptr<VectorSource> source_;
  std::unique_ptr<SentenceVectors> vectors_;
  std::unique_ptr<EmbeddingCosts> costs_;  // null: no database
};

}  // namespace parley
