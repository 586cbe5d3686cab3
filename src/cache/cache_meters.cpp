// SPDX-License-Identifier: Apache-2.0
#include "cache_meters.hpp"

#include <string>

namespace parley {
namespace {

constexpr std::string_view kHits = "Lookups that found a value, by use and by the tier that had it";

CacheMeters::OfUse of_use(Meters& meters, CacheUse use) {
  const MeterLabels label{{"use", std::string(name_of(use))}};
  auto with_tier = [&](const char* tier) {
    auto labels = label;
    labels.emplace_back("tier", tier);
    return labels;
  };
  return {&meters.counter("parley_cache_hits_total", kHits, with_tier("near")),
          &meters.counter("parley_cache_hits_total", kHits, with_tier("shared")),
          &meters.counter("parley_cache_misses_total", "Lookups that found nothing in either tier", label),
          &meters.counter("parley_cache_damaged_total",
                          "Values in Redis that were broken, foreign or of another version; none was served", label),
          &meters.counter("parley_cache_dropped_total",
                          "Values that never reached Redis: it was away, or too much was waiting", label),
          &meters.counter("parley_cache_promotions_total", "Shared values that were taken near", label),
          &meters.counter("parley_cache_joined_total", "Askers who waited for a value that was being made", label),
          &meters.counter("parley_cache_evicted_total", "Near values that went for room", label),
          &meters.gauge("parley_cache_entries", "Values near", label),
          &meters.gauge("parley_cache_bytes", "Memory of the values near, with their keys", label)};
}

}  // namespace

CacheMeters::CacheMeters(Meters& meters)
    : uses{of_use(meters, CacheUse::reply), of_use(meters, CacheUse::embedding), of_use(meters, CacheUse::tool_result),
           of_use(meters, CacheUse::audio)},
      sharing(meters.gauge("parley_cache_sharing", "1: Redis answers the cache in time; 0: near only")),
      shared_failed(meters.counter("parley_cache_shared_failures_total",
                                   "Reads and writes of the cache that Redis failed or answered too late")) {}

PerCacheUse<NearTally> CacheMeters::near_tally() const {
  PerCacheUse<NearTally> tally;
  for (std::size_t i = 0; i < uses.size(); ++i) tally[i] = {uses[i].entries, uses[i].bytes, uses[i].evicted};
  return tally;
}

CacheFigures CacheMeters::figures(CacheUse use) const {
  const auto& one = of(use);
  CacheFigures figures;
  figures.near_hits = one.near_hits->value();
  figures.shared_hits = one.shared_hits->value();
  figures.misses = one.misses->value();
  figures.damaged = one.damaged->value();
  figures.dropped = one.dropped->value();
  figures.promotions = one.promotions->value();
  figures.joined = one.joined->value();
  figures.evicted = one.evicted->value();
  figures.entries = static_cast<std::size_t>(one.entries->value());
  figures.bytes = static_cast<std::size_t>(one.bytes->value());
  return figures;
}

}  // namespace parley
