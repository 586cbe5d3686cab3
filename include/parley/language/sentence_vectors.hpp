// SPDX-License-Identifier: Apache-2.0
// Vectors of sentences from a slow source by way of the cache: one for a live question, many for learning.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/batch_runner.hpp"
#include "parley/async/clock.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/encoder/known_vectors.hpp"
#include "parley/language/vector_source.hpp"

namespace parley {

struct FetchedVector {
  std::vector<float> values;
  double cost_usd = 0;  // 0: it was kept, or another one who asks for the same pays

  friend bool operator==(const FetchedVector&, const FetchedVector&) = default;
};

struct FetchedLesson {
  std::shared_ptr<KnownVectors> embedder;  // of all texts; null after a fault; owners: what is learned from it
  std::size_t fetched = 0;                 // texts that were not kept
  double cost_usd = 0;                     // also of what came before a fault: it is kept, and not paid again
  std::optional<Error> fault;
};

struct SentenceVectorSettings {
  std::size_t texts_a_request = 128;
  std::chrono::milliseconds request_deadline{15000};  // of learning
  BatchSettings batch{2, 5, std::chrono::milliseconds{1000}, std::chrono::milliseconds{30000}};
};

// Used on any event loop. Source and cache outlive it.
class SentenceVectors {
 public:
  struct Parts {
    VectorSource& source;
    TwoTierCache& cache;
    Clock& clock;
    Log log;
    Meters& meters;
  };
  explicit SentenceVectors(Parts parts, SentenceVectorSettings settings = {});

  const std::string& id() const { return parts_.source.id(); }
  std::size_t dimensions() const { return parts_.source.dimensions(); }

  // Of a normalised text. Faults as of the source; a vector that comes later is not waited for.
  Task<Result<FetchedVector>> of(OrganizationKey organization, std::string text, Instant deadline);
  // Of everything that is learned from, in batches with retries. All or nothing, but for texts that the source cannot
  // read: those are left out.
  Task<FetchedLesson> all(OrganizationKey organization, std::vector<std::string> texts);

  // What went wrong when the source was asked last; empty: nothing. Thread-safe.
  std::string problem() const;

 private:
  struct Some;
  std::string key_of(const OrganizationKey& organization, const std::string& text) const;
  std::vector<float> understood(const std::string& kept) const;  // empty: damaged
  Task<Result<EmbeddedTexts>> ask(std::vector<std::string> texts, Instant deadline);
  Task<Result<Some>> fetch(const OrganizationKey& organization, const std::vector<std::string>& texts);

  Parts parts_;
  SentenceVectorSettings settings_;
  Counter& kept_;
  Counter& fetched_;
  Counter& late_;
  Counter& failed_;
  mutable std::mutex mutex_;  // guards problem_
  std::string problem_;
};

}  // namespace parley
