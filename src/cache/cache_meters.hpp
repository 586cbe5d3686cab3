// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lru_shards.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "parley/core/meters.hpp"

namespace parley {

// What is counted for each use, looked up once.
struct CacheMeters {
  explicit CacheMeters(Meters& meters);

  struct OfUse {
    Counter* near_hits;
    Counter* shared_hits;
    Counter* misses;
    Counter* damaged;
    Counter* dropped;
    Counter* promotions;
    Counter* joined;
    Counter* evicted;
    Gauge* entries;
    Gauge* bytes;
  };
  const OfUse& of(CacheUse use) const { return uses[place_of(use)]; }
  PerCacheUse<NearTally> near_tally() const;
  CacheFigures figures(CacheUse use) const;

  PerCacheUse<OfUse> uses;
  Gauge& sharing;          // 1: Redis answers in time
  Counter& shared_failed;  // reads and writes that failed or came too late
};

}  // namespace parley
