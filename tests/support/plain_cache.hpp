// SPDX-License-Identifier: Apache-2.0
// A cache of two maps, near and shared, that two instances can share a half of.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "parley/cache/two_tier_cache.hpp"

namespace parley::test {

class PlainCache final : public TwoTierCache {
 public:
  using Shelf = std::map<std::pair<std::string, std::string>, std::string>;  // organization and key

  Task<void> run() override { co_return; }
  std::optional<std::string> near(CacheUse, const OrganizationKey& organization, std::string_view key) override {
    return in(near_, organization, key);
  }
  Task<std::optional<std::string>> get(CacheUse, OrganizationKey organization, std::string key) override {
    auto found = in(near_, organization, key);
    co_return found ? found : in(shared, organization, key);
  }
  void put(CacheUse, const OrganizationKey& organization, std::string_view key, std::string value) override {
    near_[{organization.value, std::string(key)}] = value;
    shared[{organization.value, std::string(key)}] = std::move(value);
  }
  Task<Result<std::string>> get_or_make(CacheUse use, OrganizationKey organization, std::string key, Instant,
                                        Maker maker) override {
    auto kept = co_await get(use, organization, key);
    if (kept) co_return *std::move(kept);
    auto made = co_await maker();
    if (made) put(use, organization, key, *made);
    co_return made;
  }
  void forget(const OrganizationKey&) override {
    near_.clear();
    shared.clear();
  }
  void forget_near() { near_.clear(); }
  CacheState state() const override { return {}; }
  PerCacheUse<CacheFigures> figures() const override { return {}; }

  Shelf shared;

 private:
  static std::optional<std::string> in(const Shelf& shelf, const OrganizationKey& organization, std::string_view key) {
    const auto found = shelf.find({organization.value, std::string(key)});
    return found == shelf.end() ? std::nullopt : std::optional<std::string>(found->second);
  }

  Shelf near_;
};

}  // namespace parley::test
