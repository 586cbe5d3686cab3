// SPDX-License-Identifier: Apache-2.0
#include "parley/cache/two_tier_cache.hpp"

#include <boost/asio/this_coro.hpp>
#include <utility>

#include "cache_meters.hpp"
#include "flights.hpp"
#include "lru_shards.hpp"
#include "parley/async/within.hpp"
#include "shared_tier.hpp"

namespace parley {
namespace {

class Cache final : public TwoTierCache {
 public:
  Cache(const CacheSettings& settings, Redis& redis, Executor home, Clock& clock, Log log, Meters& meters)
      : clock_(clock),
        meters_(meters),
        near_(std::make_shared<LruShards>(LruShards::Bounds{settings.entries, settings.bytes, settings.ttl},
                                          meters_.near_tally())),
        shared_(SharedTier::create(settings, redis, std::move(home), clock, std::move(log), meters_, near_)) {}

  Task<void> run() override { return shared_->run(); }

  std::optional<std::string> near(CacheUse use, const OrganizationKey& organization, std::string_view key) override {
    const auto found = near_->find({use, organization.value, key}, clock_.now());
    if (!found) return std::nullopt;
    meters_.of(use).near_hits->add();
    return *found;
  }

  Task<std::optional<std::string>> get(CacheUse use, OrganizationKey organization, std::string key) override {
    auto found = near(use, organization, key);
    if (found) co_return found;
    auto looking = look_further(use, organization, key);
    found = co_await std::move(looking);
    if (!found) meters_.of(use).misses->add();
    co_return found;
  }

  void put(CacheUse use, const OrganizationKey& organization, std::string_view key, std::string value) override {
    keep(use, organization, key, std::move(value), near_->generation(organization.value));
  }

  Task<Result<std::string>> get_or_make(CacheUse use, OrganizationKey organization, std::string key, Instant deadline,
                                        Maker maker) override {
    auto found = near(use, organization, key);
    if (found) co_return *found;
    auto here = co_await asio::this_coro::executor;
    const auto generation = near_->generation(organization.value);
    Crossing<FlightWord> seat(here);
    Boarding boarding(flights_, flight_name(use, organization, key, generation), seat);
    if (!boarding.leads()) {
      meters_.of(use).joined->add();
      auto waiting = seat.wait();
      auto bounded = within(clock_, deadline, std::move(waiting));
      auto word = co_await std::move(bounded);
      if (!word) co_return too_late();
      if (*word) co_return std::move(**word);
      boarding.take_turn();
    }
    auto looking = look_further(use, organization, key);
    found = co_await std::move(looking);
    if (found) {
      boarding.land(*found);
      co_return *found;
    }
    meters_.of(use).misses->add();
    auto making = maker();
    auto bounded = within(clock_, deadline, std::move(making));
    auto made = co_await std::move(bounded);
    if (!made) co_return too_late();
    if (*made) keep(use, organization, key, **made, generation);
    boarding.land(*made);
    co_return std::move(*made);
  }

  void forget(const OrganizationKey& organization) override { shared_->forget(organization.value); }
  CacheState state() const override { return shared_->state(); }
  PerCacheUse<CacheFigures> figures() const override {
    PerCacheUse<CacheFigures> all;
    for (const auto use : kCacheUses) all[place_of(use)] = meters_.figures(use);
    return all;
  }

 private:
  static Error too_late() { return {Fault::timed_out, "not made in time"}; }
  // What was asked for before something was forgotten is another flight than what is asked for after.
  static std::string flight_name(CacheUse use, const OrganizationKey& organization, const std::string& key,
                                 std::uint64_t generation) {
    std::string name(name_of(use));
    name.append(" ").append(organization.value).append(" ").append(std::to_string(generation)).append(" ").append(key);
    return name;
  }

  Task<std::optional<std::string>> look_further(CacheUse use, const OrganizationKey& organization,
                                                const std::string& key) {
    const auto generation = near_->generation(organization.value);
    auto reading = shared_->read(use, organization.value, key);
    auto found = co_await std::move(reading);
    if (!found || near_->generation(organization.value) != generation) co_return std::nullopt;
    meters_.of(use).shared_hits->add();
    if (near_->put({use, organization.value, key}, *found, clock_.now(), generation)) meters_.of(use).promotions->add();
    co_return found;
  }

  void keep(CacheUse use, const OrganizationKey& organization, std::string_view key, std::string value,
            std::uint64_t generation) {
    if (near_->generation(organization.value) != generation) return;
    near_->put({use, organization.value, key}, value, clock_.now(), generation);
    shared_->write({use, organization.value, std::string(key), std::move(value), generation});
  }

  Clock& clock_;
  const CacheMeters meters_;
  const std::shared_ptr<LruShards> near_;     // owners: the cache and its shared side
  const std::shared_ptr<SharedTier> shared_;  // owners: the cache, and steps on their way to home
  Flights flights_;
};

}  // namespace

std::unique_ptr<TwoTierCache> TwoTierCache::create(CacheSettings settings, Redis& redis, Executor home, Clock& clock,
                                                   Log log, Meters& meters) {
  return std::make_unique<Cache>(settings, redis, std::move(home), clock, std::move(log), meters);
}

}  // namespace parley
