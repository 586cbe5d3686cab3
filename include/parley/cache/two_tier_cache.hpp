// SPDX-License-Identifier: Apache-2.0
// Answers that are worth keeping, near (in this process) and shared (in Redis, by all instances). Nothing here ever
// waits longer for Redis than CacheSettings::shared_deadline, and a value of one organization is never served to
// another.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "parley/async/clock.hpp"
#include "parley/async/task.hpp"
#include "parley/cache/cache_use.hpp"
#include "parley/core/ids.hpp"
#include "parley/core/log.hpp"
#include "parley/core/meters.hpp"
#include "parley/core/result.hpp"
#include "parley/redis/redis.hpp"

namespace parley {

template <class T>
using PerCacheUse = std::array<T, kCacheUses.size()>;  // by place_of(use)

struct CacheSettings {
  std::size_t entries = 20000;     // near, of all uses together
  std::size_t bytes = 64U << 20U;  // the same, of keys and values
  std::chrono::seconds ttl{300};   // near
  PerCacheUse<std::chrono::seconds> shared_ttl{std::chrono::hours{1}, std::chrono::hours{1}, std::chrono::hours{1},
                                               std::chrono::hours{1}};  // 0: this use is not shared
  std::chrono::milliseconds shared_deadline{5};                         // of one read; then it is a miss
  std::size_t unwritten = 1024;  // values that wait for Redis; beyond it they are dropped
  std::size_t unwritten_bytes = 16U << 20U;
};

// Since the start of the process.
struct CacheFigures {
  std::uint64_t near_hits = 0;
  std::uint64_t shared_hits = 0;
  std::uint64_t misses = 0;      // counted by get and get_or_make, not by near
  std::uint64_t damaged = 0;     // of the misses: what was in Redis was broken, foreign or of another version
  std::uint64_t dropped = 0;     // values that never reached Redis: it was away, or too much was waiting
  std::uint64_t promotions = 0;  // shared hits that were taken near
  std::uint64_t joined = 0;      // askers who waited for another's maker
  std::uint64_t evicted = 0;     // near values that went for room
  std::size_t entries = 0;       // near, now
  std::size_t bytes = 0;

  friend bool operator==(const CacheFigures&, const CacheFigures&) = default;
};

struct CacheState {
  bool configured = false;  // there is a Redis to share by
  bool sharing = false;     // and it answers in time
  std::string problem;      // empty while sharing
};

// Used from any thread. Keys come from cache_key().
class TwoTierCache {
 public:
  using Maker = std::function<Task<Result<std::string>>()>;

  // `home` is the executor of `redis`; all of these outlive the cache, which outlives everybody who waits for it.
  static std::unique_ptr<TwoTierCache> create(CacheSettings settings, Redis& redis, Executor home, Clock& clock,
                                              Log log, Meters& meters);
  virtual ~TwoTierCache() = default;

  // Writes behind, hears what other instances forget; the root that its owner spawns on `home`. Without it, near only.
  virtual Task<void> run() = 0;

  // Near only: at most a microsecond, never waits.
  virtual std::optional<std::string> near(CacheUse use, const OrganizationKey& organization, std::string_view key) = 0;
  // Near, else shared; on any loop.
  virtual Task<std::optional<std::string>> get(CacheUse use, OrganizationKey organization, std::string key) = 0;
  // Near at once, shared soon after.
  virtual void put(CacheUse use, const OrganizationKey& organization, std::string_view key, std::string value) = 0;
  // Whoever asks first makes it, on its own loop; who asks meanwhile gets the same value or error. Each waits until its
  // own deadline (Fault::timed_out). When the first is cancelled or out of time, the next one makes it.
  virtual Task<Result<std::string>> get_or_make(CacheUse use, OrganizationKey organization, std::string key,
                                                Instant deadline, Maker maker) = 0;
  // On every instance: what was kept for it is not served any more, also what is being made or written just now.
  virtual void forget(const OrganizationKey& organization) = 0;

  virtual CacheState state() const = 0;
  virtual PerCacheUse<CacheFigures> figures() const = 0;
};

}  // namespace parley
