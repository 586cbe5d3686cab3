// SPDX-License-Identifier: Apache-2.0
// Two instances and a real Redis that is poisoned, hung, killed and brought back.
#include "shared_tier.hpp"

#include <gtest/gtest.h>

#include "cache/shared_scene.hpp"
#include "cache_entry.hpp"

namespace parley {
namespace {

const OrganizationKey kDemo{"demo"};

using Shared = test::SharedScene;

TEST_F(Shared, WhatOneInstancePutsTheOtherGets) {
  share("k", "at nine");
  EXPECT_EQ(other->cache().near(CacheUse::reply, kDemo, "k"), std::nullopt);
  EXPECT_EQ(other->get("k"), "at nine");
  EXPECT_EQ(other->cache().near(CacheUse::reply, kDemo, "k"), "at nine");  // promoted
  const auto figures = other->figures();
  EXPECT_EQ(figures.shared_hits, 1U);
  EXPECT_EQ(figures.promotions, 1U);
  EXPECT_EQ(figures.near_hits, 1U);
  EXPECT_EQ(figures.misses, 0U);
  EXPECT_EQ(other->get("nothing"), std::nullopt);
  EXPECT_EQ(other->figures().misses, 1U);
}

TEST_F(Shared, BytesOfAudioComeBackAsTheyWent) {
  std::string audio;
  for (int i = 0; i < 48000; ++i) audio += static_cast<char>(i * 7);
  share("k", audio, CacheUse::audio);
  EXPECT_EQ(other->get("k", CacheUse::audio), audio);
}

TEST_F(Shared, ValuesLiveInRedisAsLongAsTheirUseSays) {
  share("k", "at nine");
  const auto seconds = std::stoi(room.tell({"TTL", name("k")}));
  EXPECT_GT(seconds, 3590);
  EXPECT_LE(seconds, 3600);
}

TEST_F(Shared, AUseThatIsNotSharedStaysNear) {
  settings.shared_ttl[place_of(CacheUse::tool_result)] = 0s;
  settings.shared_ttl[place_of(CacheUse::reply)] = 60s;
  test::CacheInstance third(*driven, room, settings);
  ASSERT_TRUE(third.sharing());
  third.cache().put(CacheUse::tool_result, kDemo, "k", "private");
  third.cache().put(CacheUse::reply, kDemo, "k", "at nine");
  ASSERT_TRUE(driven->until([&] { return room.tell({"EXISTS", name("k")}) == "1"; }));
  EXPECT_EQ(room.tell({"EXISTS", name("k", "tool_result")}), "0");
  EXPECT_LE(std::stoi(room.tell({"TTL", name("k")})), 60);
  EXPECT_EQ(third.get("k", CacheUse::tool_result), "private");
  driven->finish();
}

TEST_F(Shared, PoisonIsACountedMissAndNeverServed) {
  share("k", "at nine");
  const auto generation = room.tell({"GET", "parley:cache:generation:demo"});
  const auto whole = room.tell({"GET", name("k")});
  auto version = whole;
  version.replace(version.find("\"v\":1"), 5, "\"v\":2");
  const std::string poison[] = {
      "garbage",
      whole.substr(0, whole.size() / 2),
      version,
      write_cache_entry({CacheUse::reply, "other", "k", generation}, "of another tenant"),
      write_cache_entry({CacheUse::reply, "demo", "another key", generation}, "for another question"),
      write_cache_entry({CacheUse::audio, "demo", "k", generation}, "of another use"),
      "",
  };
  std::uint64_t count = 0;
  for (const auto& text : poison) {
    room.tell({"SET", name("k"), text});
    EXPECT_EQ(other->get("k"), std::nullopt) << text;
    ++count;
    EXPECT_EQ(other->figures().damaged, count) << text;
    EXPECT_EQ(other->figures().misses, count) << text;
  }
  room.tell({"DEL", name("k")});
  room.tell({"LPUSH", name("k"), "a list"});
  EXPECT_EQ(other->get("k"), std::nullopt);
  EXPECT_EQ(other->figures().shared_hits, 0U);
  EXPECT_TRUE(other->cache().state().sharing);  // a bad value is no failure of Redis
}

TEST_F(Shared, AnotherTenantsEntryIsNotServedEvenWhereItStandsUnderOurName) {
  share("k", "of the other tenant", CacheUse::reply, "other");
  share("mine", "mine");
  room.tell({"COPY", name("k", "reply", "other"), name("k", "reply", "demo")});
  room.tell({"SET", "parley:cache:generation:demo", room.tell({"GET", "parley:cache:generation:other"})});
  EXPECT_EQ(other->get("k"), std::nullopt);
  EXPECT_EQ(other->figures().damaged, 1U);
}

TEST_F(Shared, WhatOneForgetsIsForgottenEverywhere) {
  share("k", "at nine");
  share("k", "at ten", CacheUse::reply, "other");
  ASSERT_EQ(other->get("k"), "at nine");
  ASSERT_EQ(other->get("k", CacheUse::reply, "other"), "at ten");
  one->cache().forget(kDemo);
  EXPECT_EQ(one->cache().near(CacheUse::reply, kDemo, "k"), std::nullopt);
  ASSERT_TRUE(driven->until([&] { return !other->cache().near(CacheUse::reply, kDemo, "k"); }));
  EXPECT_EQ(room.tell({"EXISTS", name("k")}), "1");  // still there, and nobody reaches it
  EXPECT_EQ(one->get("k"), std::nullopt);
  EXPECT_EQ(other->get("k"), std::nullopt);
  EXPECT_EQ(other->figures().damaged, 0U);
  EXPECT_EQ(other->get("k", CacheUse::reply, "other"), "at ten");
  share("k2", "at eleven");
  EXPECT_EQ(other->get("k2"), "at eleven");
}

TEST_F(Shared, OwnNewsDoNotClearWhatWasPutSince) {
  one->cache().forget(kDemo);
  one->cache().put(CacheUse::reply, kDemo, "k", "fresh");
  ASSERT_TRUE(driven->until([&] { return room.tell({"EXISTS", "parley:cache:generation:demo"}) == "1"; }));
  driven->run_for(20ms);
  EXPECT_EQ(one->cache().near(CacheUse::reply, kDemo, "k"), "fresh");
}

TEST_F(Shared, AGenerationThatRedisLostMakesNothingReachable) {
  share("k", "at nine");
  room.tell({"DEL", "parley:cache:generation:demo"});
  EXPECT_EQ(other->get("k"), std::nullopt);
}

TEST_F(Shared, AHungRedisCostsTheDeadlineOnceAndThenNothing) {
  settings.shared_deadline = 50ms;
  test::CacheInstance third(*driven, room, settings);
  ASSERT_TRUE(third.sharing());
  third.cache().put(CacheUse::reply, kDemo, "near", "value");
  driven->run_for(20ms);
  room.hang();
  const auto before = driven->clock->now();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(third.get("k" + std::to_string(i)), std::nullopt);
  const auto took = driven->clock->now() - before;
  EXPECT_GE(took, 50ms);
  EXPECT_LT(took, 2500ms);  // one deadline and what the machine adds, not a hundred
  EXPECT_EQ(third.get("near"), "value");
  EXPECT_FALSE(third.cache().state().sharing);
  EXPECT_NE(third.cache().state().problem, "");
  EXPECT_GE(third.meters.counter("parley_cache_shared_failures_total", "").value(), 1U);
  EXPECT_EQ(third.meters.gauge("parley_cache_sharing", "").value(), 0);
  room.resume();
  EXPECT_TRUE(driven->until([&] {
    third.get("probe");
    return third.cache().state().sharing;
  }));
  EXPECT_EQ(third.meters.gauge("parley_cache_sharing", "").value(), 1);
  driven->finish();
}

TEST_F(Shared, AnInstanceThatNobodyAsksFindsOutThatRedisIsBack) {
  settings.shared_deadline = 50ms;
  test::CacheInstance third(*driven, room, settings);
  ASSERT_TRUE(third.sharing());
  ASSERT_TRUE(driven->until([&] { return third.meters.gauge("parley_cache_sharing", "").value() == 1; }));
  room.hang();
  EXPECT_EQ(third.get("k"), std::nullopt);
  EXPECT_FALSE(third.cache().state().sharing);
  room.resume();
  EXPECT_TRUE(driven->until([&] { return third.cache().state().sharing; }));
  EXPECT_EQ(third.meters.gauge("parley_cache_sharing", "").value(), 1);
  driven->finish();
}

TEST_F(Shared, AKilledRedisCostsNothingAndIsUsedAgainWhenItIsBack) {
  share("k", "at nine");
  room.kill_hard();
  ASSERT_TRUE(driven->until([&] { return !other->cache().state().sharing; }));
  one->cache().put(CacheUse::reply, kDemo, "meanwhile", "near only");
  EXPECT_EQ(one->get("meanwhile"), "near only");
  EXPECT_EQ(other->get("k"), std::nullopt);
  EXPECT_EQ(one->figures().dropped, 1U);
  room.start();
  ASSERT_TRUE(driven->until([&] { return one->cache().state().sharing && other->cache().state().sharing; }));
  EXPECT_EQ(other->get("k"), std::nullopt);  // its memory was empty
  ASSERT_TRUE(driven->until([&] {
    one->cache().put(CacheUse::reply, kDemo, "new", "at ten");
    return other->get("new") == "at ten";
  }));
}

TEST_F(Shared, WhatIsForgottenWhileRedisIsAwayDoesNotComeBackWithIt) {
  share("k", "stale");
  room.hang();
  one->cache().forget(kDemo);
  ASSERT_TRUE(driven->until([&] { return !one->cache().state().sharing; }));
  room.resume();
  ASSERT_TRUE(one->sharing());
  EXPECT_EQ(one->get("k"), std::nullopt);
  ASSERT_TRUE(driven->until([&] {
    one->cache().put(CacheUse::reply, kDemo, "k2", "fresh");
    return other->get("k2") == "fresh";
  }));
  EXPECT_EQ(one->get("k"), std::nullopt);
  EXPECT_EQ(other->get("k"), std::nullopt);
}

TEST_F(Shared, AnInstanceThatMissedTheNewsLearnsItFromTheGeneration) {
  share("k", "stale");
  ASSERT_EQ(other->get("k"), "stale");
  room.tell({"SET", "parley:cache:generation:demo", "another"});  // as if the message had been lost
  EXPECT_EQ(other->get("else"), std::nullopt);
  EXPECT_EQ(other->cache().near(CacheUse::reply, kDemo, "k"), std::nullopt);
}

TEST_F(Shared, AFullQueueDropsAndCounts) {
  settings.unwritten = 4;
  test::CacheInstance third(*driven, room, settings);
  ASSERT_TRUE(third.sharing());
  for (int i = 0; i < 10; ++i) third.cache().put(CacheUse::reply, kDemo, "k" + std::to_string(i), "value");
  EXPECT_EQ(third.figures().dropped, 6U);
  EXPECT_EQ(third.figures().entries, 10U);
  ASSERT_TRUE(driven->until([&] { return room.tell({"EXISTS", name("k3")}) == "1"; }));
  driven->finish();
}

TEST_F(Shared, ARedisWithoutRoomIsReadOnAndCounted) {
  share("k", "at nine");
  room.fill_up();
  one->cache().put(CacheUse::reply, kDemo, "k2", "no room");
  ASSERT_TRUE(driven->until([&] { return one->figures().dropped == 1; }));
  EXPECT_TRUE(one->cache().state().sharing);
  EXPECT_EQ(other->get("k"), "at nine");
}

TEST_F(Shared, NobodyMakesWhatIsThereAlready) {
  share("k", "at nine");
  int made = 0;
  TwoTierCache::Maker maker = [&]() -> Task<Result<std::string>> {
    ++made;
    co_return std::string("made");
  };
  const auto deadline = driven->clock->now() + 5s;
  EXPECT_EQ(*driven->run(other->cache().get_or_make(CacheUse::reply, kDemo, "k", deadline, maker)), "at nine");
  EXPECT_EQ(*driven->run(other->cache().get_or_make(CacheUse::reply, kDemo, "k2", deadline, maker)), "made");
  EXPECT_EQ(made, 1);
  ASSERT_TRUE(driven->until([&] { return one->get("k2") == "made"; }));
}

}  // namespace
}  // namespace parley
