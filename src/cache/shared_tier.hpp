// SPDX-License-Identifier: Apache-2.0
// The cache's side in Redis. Askers on any loop step over to the executor of Redis and leave when their time is up,
// whatever Redis and that executor do.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "breaker.hpp"
#include "cache_meters.hpp"
#include "generations.hpp"
#include "lru_shards.hpp"
#include "parley/async/crossing.hpp"
#include "parley/async/task_group.hpp"
#include "parley/cache/two_tier_cache.hpp"
#include "write_queue.hpp"

namespace parley {

// Owners: the cache, and steps on their way to `home`, which find it gone or not running. Owned as well: the near
// values, which are swept from here.
class SharedTier {
 public:
  SharedTier(const CacheSettings& settings, Redis& redis, Executor home, Clock& clock, Log log,
             const CacheMeters& meters, std::shared_ptr<LruShards> near);

  // Made so that steps on their way to `home` can find it gone.
  static std::shared_ptr<SharedTier> create(const CacheSettings& settings, Redis& redis, Executor home, Clock& clock,
                                            Log log, const CacheMeters& meters, std::shared_ptr<LruShards> near) {
    auto tier =
        std::make_shared<SharedTier>(settings, redis, std::move(home), clock, std::move(log), meters, std::move(near));
    tier->self_ = tier;
    return tier;
  }

  // ---- on any loop
  Task<std::optional<std::string>> read(CacheUse use, const std::string& organization, const std::string& key);
  void write(CacheWrite write);
  void forget(const std::string& organization);
  CacheState state() const;

  Task<void> run();  // on home

 private:
  using Answer = Result<std::optional<std::string>>;

  bool shares(CacheUse use) const { return settings_.shared_ttl[place_of(use)].count() > 0; }
  bool may_ask();
  void failed(const std::string& why);
  void refused(const Error& error);
  void succeeded();

  // ---- on home
  void on_home(std::function<void(SharedTier&)> step);  // from any thread; while run() runs
  Task<void> answer(CacheUse use, std::string organization, std::string key, CrossingEnd<Answer> asker);
  Task<Answer> look_up(CacheUse use, const std::string& organization, const std::string& key);
  Task<void> write_behind();
  Task<bool> write_now(const CacheWrite& write);
  Task<Result<std::string>> generation_for(const std::string& organization);
  Task<void> tell_forgotten();
  Task<void> watch();
  Task<bool> tell(const std::string& organization);
  Task<void> catch_up();
  void learn(const std::string& organization, const std::string& generation);
  void heard(const std::string& message);
  void subscribe();

  std::weak_ptr<SharedTier> self_;
  const CacheSettings settings_;
  Redis& redis_;
  const Executor home_;
  Clock& clock_;
  const Log log_;
  const CacheMeters meters_;
  const std::shared_ptr<LruShards> near_;
  Breaker breaker_;
  WriteQueue writes_;
  std::atomic<bool> running_{false};

  // ---- on home
  TaskGroup* tasks_ = nullptr;  // of run(), while it runs
  detail::Wakeup write_wakeup_;
  detail::Wakeup forget_wakeup_;
  Generations generations_;
  bool subscribed_ = false;
};

}  // namespace parley
