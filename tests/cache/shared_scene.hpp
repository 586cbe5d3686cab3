// SPDX-License-Identifier: Apache-2.0
// Instances of a server, each with a cache and a connection of its own to one real Redis.
#pragma once

#include <memory>
#include <string>

#include "parley/cache/two_tier_cache.hpp"
#include "redis/redis_scene.hpp"

namespace parley::test {

class CacheInstance {
 public:
  CacheInstance(DrivenLoop& driven, const RedisRoom& room, CacheSettings settings)
      : driven_(driven),
        redis_(Redis::create(quick(room.url()), driven.home(), *driven.clock, Log(), meters)),
        cache_(TwoTierCache::create(settings, *redis_, driven.home(), *driven.clock, Log(), meters)) {
    driven.spawn(redis_->run());
    driven.spawn(cache_->run());
  }
  TwoTierCache& cache() { return *cache_; }
  bool sharing() {
    return driven_.until([this] { return cache_->state().sharing; });
  }
  std::optional<std::string> get(const std::string& key, CacheUse use = CacheUse::reply,
                                 const std::string& organization = "demo") {
    return driven_.run(cache_->get(use, OrganizationKey{organization}, key));
  }
  CacheFigures figures(CacheUse use = CacheUse::reply) const { return cache_->figures()[place_of(use)]; }

  CountedMeters meters;

 private:
  DrivenLoop& driven_;
  std::unique_ptr<Redis> redis_;
  std::unique_ptr<TwoTierCache> cache_;
};

class SharedScene : public testing::Test {
 protected:
  void SetUp() override {
    // Near ends soon, so that what is shared shows; a deadline that a busy machine keeps.
    settings.shared_deadline = 250ms;
    one = std::make_unique<CacheInstance>(*driven, room, settings);
    other = std::make_unique<CacheInstance>(*driven, room, settings);
    ASSERT_TRUE(one->sharing());
    ASSERT_TRUE(other->sharing());
  }
  void TearDown() override { driven->finish(); }

  static std::string name(const std::string& key, const std::string& use = "reply",
                          const std::string& organization = "demo") {
    return "parley:cache:" + use + ":" + organization + ":" + key;
  }
  // Put at one instance and arrived in Redis.
  void share(const std::string& key, const std::string& value, CacheUse use = CacheUse::reply,
             const std::string& organization = "demo") {
    one->cache().put(use, OrganizationKey{organization}, key, value);
    ASSERT_TRUE(driven->until([&] {
      return room.tell({"EXISTS", name(key, std::string(name_of(use)), organization)}) == "1";
    }));
  }

  std::unique_ptr<DrivenLoop> driven = std::make_unique<DrivenLoop>();
  RedisRoom room;
  CacheSettings settings;
  std::unique_ptr<CacheInstance> one;
  std::unique_ptr<CacheInstance> other;
};

}  // namespace parley::test
