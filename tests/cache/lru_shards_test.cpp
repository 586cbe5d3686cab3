// SPDX-License-Identifier: Apache-2.0
#include "lru_shards.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace parley {
namespace {

constexpr Instant kStart{};

class Near : public testing::Test {
 protected:
  LruShards make(std::size_t entries, std::size_t bytes, Duration ttl = 300s) {
    std::array<NearTally, kCacheUses.size()> tally;
    for (std::size_t i = 0; i < tally.size(); ++i) tally[i] = {&held[i], &bytes_held[i], &evicted[i]};
    return LruShards({entries, bytes, ttl}, tally);
  }
  static LruShards::Name of(std::string_view key, std::string_view organization = "demo") {
    return {CacheUse::reply, organization, key};
  }
  static bool put(LruShards& shards, const LruShards::Name& name, std::string value, Instant now = kStart) {
    return shards.put(name, std::move(value), now, shards.generation(name.organization));
  }
  static std::string found(LruShards& shards, const LruShards::Name& name, Instant now = kStart) {
    const auto value = shards.find(name, now);
    return value ? *value : "(none)";
  }

  Gauge held[kCacheUses.size()];
  Gauge bytes_held[kCacheUses.size()];
  Counter evicted[kCacheUses.size()];
};

TEST_F(Near, GivesWhatWasPut) {
  auto shards = make(10, 1 << 20);
  EXPECT_TRUE(put(shards, of("a"), "one"));
  EXPECT_TRUE(put(shards, of("a"), "two"));
  EXPECT_EQ(found(shards, of("a")), "two");
  EXPECT_EQ(found(shards, of("b")), "(none)");
  EXPECT_EQ(held[0].value(), 1);
  EXPECT_EQ(bytes_held[0].value(), static_cast<std::int64_t>(LruShards::kEntryCost + 4 + 1 + 3));
}

TEST_F(Near, TellsUsesAndOrganizationsApart) {
  auto shards = make(10, 1 << 20);
  put(shards, of("a", "demo"), "demo's");
  EXPECT_EQ(found(shards, of("a", "other")), "(none)");
  EXPECT_EQ(found(shards, {CacheUse::audio, "demo", "a"}), "(none)");
  put(shards, of("a", "other"), "other's");
  EXPECT_EQ(found(shards, of("a", "demo")), "demo's");
  EXPECT_EQ(found(shards, of("a", "other")), "other's");
}

TEST_F(Near, ValuesEndWithTheirTime) {
  auto shards = make(10, 1 << 20, 300s);
  put(shards, of("a"), "one");
  EXPECT_EQ(found(shards, of("a"), kStart + 299s), "one");  // and a look does not make it longer
  EXPECT_EQ(found(shards, of("a"), kStart + 300s), "(none)");
  EXPECT_EQ(held[0].value(), 0);
  EXPECT_EQ(bytes_held[0].value(), 0);
}

TEST_F(Near, TheLeastRecentlyUsedGoesWhenThereAreTooMany) {
  auto shards = make(3, 1 << 20);
  for (const auto* key : {"a", "b", "c"}) put(shards, of(key), key);
  EXPECT_EQ(found(shards, of("a")), "a");
  put(shards, of("d"), "d");
  EXPECT_EQ(found(shards, of("b")), "(none)");
  for (const auto* key : {"a", "c", "d"}) EXPECT_EQ(found(shards, of(key)), key);
  EXPECT_EQ(evicted[0].value(), 1U);
}

TEST_F(Near, BytesAreBoundedToo) {
  auto shards = make(60, 4000);
  for (int i = 0; i < 10; ++i) put(shards, of("k" + std::to_string(i)), std::string(1000, 'x'));
  EXPECT_EQ(held[0].value(), 3);
  EXPECT_LE(bytes_held[0].value(), 4000);
  EXPECT_FALSE(put(shards, of("big"), std::string(4000, 'x')));
  EXPECT_EQ(held[0].value(), 3);  // nothing had to go for what does not fit
}

TEST_F(Near, NeverHoldsMoreThanTheBoundsOverAllShards) {
  auto shards = make(2000, 1 << 20);
  for (int i = 0; i < 10000; ++i) put(shards, of("key " + std::to_string(i)), "value");
  EXPECT_LE(held[0].value(), 2000);
  EXPECT_GT(held[0].value(), 1800);
}

TEST_F(Near, WhatIsForgottenIsGoneAndOthersStay) {
  auto shards = make(2000, 1 << 20);
  for (int i = 0; i < 100; ++i) put(shards, of(std::to_string(i), "demo"), "demo's");
  put(shards, of("a", "another"), "kept");
  shards.forget("demo");
  EXPECT_EQ(found(shards, of("7", "demo")), "(none)");
  EXPECT_EQ(found(shards, of("a", "another")), "kept");
  EXPECT_EQ(held[0].value(), 1);
}

TEST_F(Near, WhatWasBegunBeforeIsNotTaken) {
  auto shards = make(10, 1 << 20);
  const auto before = shards.generation("demo");
  shards.forget("demo");
  EXPECT_FALSE(shards.put(of("a"), "stale", kStart, before));
  EXPECT_TRUE(put(shards, of("a"), "fresh"));
  EXPECT_EQ(found(shards, of("a")), "fresh");
}

TEST_F(Near, ManyThreadsSeeOnlyWholeValuesOfTheirOwn) {
  auto shards = make(200, 1 << 16);
  std::atomic<int> wrong{0};
  auto work = [&](int seed) {
    for (int i = 0; i < 20000; ++i) {
      const auto number = (i * 7 + seed * 13) % 400;
      const auto key = std::to_string(number);
      const auto organization = number % 3 == 0 ? "demo" : "other";
      if (i % 3 == 0) put(shards, of(key, organization), organization + key);
      if (i % 997 == 0) shards.forget("demo");
      const auto value = shards.find(of(key, organization), kStart);
      if (value && *value != organization + key) ++wrong;
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(held[0].value(), 200);
  EXPECT_LE(bytes_held[0].value(), 1 << 16);
}

}  // namespace
}  // namespace parley
