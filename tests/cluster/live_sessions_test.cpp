// SPDX-License-Identifier: Apache-2.0
#include "parley/cluster/live_sessions.hpp"

#include <thread>

#include "redis/redis_scene.hpp"
#include "support/call_records.hpp"
#include "support/manual_clock.hpp"

namespace parley {
namespace {

const OrganizationKey kDemo{"demo"};

// One instance: a connection of its own to the Redis of all.
struct Instance {
  Instance(test::DrivenLoop& driven, Clock& clock, const std::string& url, const std::string& name)
      : redis(Redis::create(test::quick(url), driven.home(), *driven.clock, Log(), meters)),
        live(LiveSessions::create(*redis, driven.home(), clock, name, Log(), meters, "0.1")) {
    driven.spawn(redis->run());
    EXPECT_TRUE(driven.until([this] { return redis->state().ready; }));
    driven.spawn(live->run());
  }
  std::uint64_t damaged() { return meters.counter("parley_live_sessions_damaged_total", "").value(); }
  std::int64_t untold() { return meters.gauge("parley_live_sessions_untold", "").value(); }

  test::CountedMeters meters;
  std::unique_ptr<Redis> redis;
  std::unique_ptr<LiveSessions> live;
};

// Redis lives in real time; heartbeats and refreshing in time that a test moves.
class LiveSessionsOn : public testing::Test {
 protected:
  LiveSessionsOn() {
    EXPECT_TRUE(driven->until([this] { return nodes() == "a b "; }));
  }
  void TearDown() override { driven->finish(); }

  std::string nodes() {
    std::string names;
    const auto found = driven->run(a.live->nodes());
    for (const auto& name : found ? *found : std::vector<std::string>{"error"}) names += name + " ";
    return names;
  }
  // As one instance sees the calls of all others: their numbers, newest first, "?" when it is not the whole.
  std::string seen(Instance& by, const OrganizationKey& organization = kDemo, std::size_t most = 100) {
    const auto before = driven->clock->now();
    const auto list = driven->run(by.live->of(organization, most));
    EXPECT_LT(driven->clock->now() - before, 400ms);
    std::string numbers;
    for (const auto& call : list.calls) numbers += std::to_string(call.id.uuid().bytes()[15]) + " ";
    return numbers + (list.whole ? "" : "?");
  }
  bool sees(Instance& by, const std::string& expected, const OrganizationKey& organization = kDemo) {
    std::string last;
    const bool so = driven->until([&] { return (last = seen(by, organization)) == expected; });
    if (!so) ADD_FAILURE() << "sees: " << last;
    return so;
  }
  static std::string key(std::uint8_t number) { return "parley:session:" + test::call_id(number).to_string(); }

  std::unique_ptr<test::DrivenLoop> driven = std::make_unique<test::DrivenLoop>();
  test::RedisRoom room;
  test::ManualClock clock{driven->loop};
  Instance a{*driven, clock, room.url(), "a"};
  Instance b{*driven, clock, room.url(), "b"};
};

TEST_F(LiveSessionsOn, EachSeesTheCallsOfTheOther) {
  a.live->tell(test::record_of(1));
  a.live->tell(test::record_of(3));
  b.live->tell(test::record_of(2));
  EXPECT_TRUE(sees(b, "3 1 "));
  EXPECT_TRUE(sees(a, "2 "));
  EXPECT_EQ(seen(b, kDemo, 1), "3 ");
  const auto call = driven->run(b.live->find(kDemo, test::call_id(1)));
  ASSERT_TRUE(call && *call);
  EXPECT_EQ((**call).node, "a");
  EXPECT_EQ((**call).from, "+15550123");
  EXPECT_EQ(*driven->run(a.live->node_of(test::call_id(2))), "b");
  EXPECT_EQ(*driven->run(a.live->node_of(test::call_id(9))), std::nullopt);
  EXPECT_EQ(*driven->run(a.live->find(kDemo, test::call_id(9))), std::nullopt);
}

TEST_F(LiveSessionsOn, ACallThatEndsIsSeenNoMore) {
  a.live->tell(test::record_of(1));
  ASSERT_TRUE(sees(b, "1 "));
  a.live->tell(test::finished(test::record_of(1)));
  EXPECT_TRUE(sees(b, ""));
  EXPECT_EQ(*driven->run(b.live->node_of(test::call_id(1))), std::nullopt);
  EXPECT_EQ(room.tell({"EXISTS", key(1), "parley:sessions:demo"}), "0");
}

TEST_F(LiveSessionsOn, OrganizationsAreNeverMixed) {
  a.live->tell(test::record_of(1, "demo"));
  a.live->tell(test::record_of(2, "acme"));
  ASSERT_TRUE(sees(b, "1 "));
  ASSERT_TRUE(sees(b, "2 ", OrganizationKey{"acme"}));
  EXPECT_EQ(*driven->run(b.live->find(kDemo, test::call_id(2))), std::nullopt);
  // Even when the list of one holds a call of the other.
  room.tell({"ZADD", "parley:sessions:demo", "5", test::call_id(2).to_string()});
  EXPECT_EQ(seen(b), "1 ");
  EXPECT_EQ(b.damaged(), 1U);
}

TEST_F(LiveSessionsOn, TellingIsThreadSafeAndNeverWaits) {
  room.hang();
  std::vector<std::thread> threads;
  for (std::uint8_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this, thread] {
      for (int round = 0; round < 200; ++round) {
        for (std::uint8_t i = 0; i < 5; ++i) {
          auto record = test::record_of(static_cast<std::uint8_t>(10 + thread * 5 + i));
          record.to = std::to_string(round);
          a.live->tell(record);
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  room.resume();
  std::string all;
  for (int number = 29; number >= 10; --number) all += std::to_string(number) + " ";
  EXPECT_TRUE(driven->until([&] {
    clock.advance(500ms);
    return seen(b) == all;
  }));
  EXPECT_EQ((**driven->run(b.live->find(kDemo, test::call_id(29)))).to, "199");
}

TEST_F(LiveSessionsOn, SessionsAreRefreshedForAsLongAsTheyRun) {
  a.live->tell(test::record_of(1));
  ASSERT_TRUE(sees(b, "1 "));
  room.tell({"EXPIRE", key(1), "7"});
  clock.advance(19s);
  driven->run_for(10ms);
  EXPECT_NE(room.tell({"TTL", key(1)}), "60");
  clock.advance(1s);
  EXPECT_TRUE(driven->until([&] { return room.tell({"TTL", key(1)}) == "60"; }));
}

TEST_F(LiveSessionsOn, ANodeWithoutAHeartbeatHasNoCalls) {
  a.live->tell(test::record_of(1));
  ASSERT_TRUE(sees(b, "1 "));
  room.tell({"DEL", "parley:node:a"});  // as after 15 s of silence
  EXPECT_EQ(seen(b), "");
  EXPECT_EQ(*driven->run(b.live->node_of(test::call_id(1))), std::nullopt);
  EXPECT_EQ(*driven->run(b.live->find(kDemo, test::call_id(1))), std::nullopt);
  EXPECT_EQ(nodes(), "b ");
  clock.advance(5s);
  EXPECT_TRUE(driven->until([&] { return nodes() == "a b "; }));
  EXPECT_TRUE(sees(b, "1 "));
}

TEST_F(LiveSessionsOn, AHungRedisCostsADeadlineAndLosesNothing) {
  a.live->tell(test::record_of(1));
  ASSERT_TRUE(sees(b, "1 "));
  room.hang();
  EXPECT_EQ(seen(b), "?");
  EXPECT_FALSE(driven->run(b.live->node_of(test::call_id(1))));
  EXPECT_FALSE(driven->run(b.live->nodes()));
  a.live->tell(test::record_of(2));
  EXPECT_TRUE(driven->until([this] { return a.untold() > 0; }));
  room.resume();
  EXPECT_TRUE(driven->until([this] {
    clock.advance(500ms);
    return seen(b) == "2 1 ";
  }));
  EXPECT_EQ(a.untold(), 0);
}

TEST_F(LiveSessionsOn, ARedisThatLostItsMemoryIsToldAgainWithinAHeartbeat) {
  a.live->tell(test::record_of(1));
  a.live->tell(test::record_of(2));
  ASSERT_TRUE(sees(b, "2 1 "));
  room.kill_hard();
  a.live->tell(test::finished(test::record_of(2)));
  ASSERT_TRUE(driven->until([this] { return !a.redis->state().ready && !b.redis->state().ready; }));
  room.start();
  ASSERT_TRUE(driven->until([this] { return a.redis->state().ready && b.redis->state().ready; }));
  ASSERT_EQ(room.tell({"DBSIZE"}), "0");
  clock.advance(5s);
  EXPECT_TRUE(sees(b, "1 "));
  EXPECT_EQ(nodes(), "a b ");
}

TEST_F(LiveSessionsOn, AForeignValueAtASessionIsSkippedCountedAndReplaced) {
  a.live->tell(test::record_of(1));
  a.live->tell(test::record_of(2));
  ASSERT_TRUE(sees(b, "2 1 "));
  room.tell({"SET", key(1), "plain text"});
  EXPECT_EQ(seen(b), "2 ");
  EXPECT_EQ(b.damaged(), 1U);
  EXPECT_EQ(*driven->run(b.live->find(kDemo, test::call_id(1))), std::nullopt);
  EXPECT_EQ(b.damaged(), 2U);
  clock.advance(20s);
  EXPECT_TRUE(sees(b, "2 1 "));
}

TEST_F(LiveSessionsOn, DamagedFieldsAndIdsAreSkippedAndCounted) {
  a.live->tell(test::record_of(1));
  a.live->tell(test::record_of(2));
  ASSERT_TRUE(sees(b, "2 1 "));
  room.tell({"HSET", key(1), "started_at", "yesterday"});
  room.tell({"ZADD", "parley:sessions:demo", "1", "no-call"});
  room.tell({"HSET", "parley:session:no-call", "organization", "demo", "node", "a"});
  room.tell({"ZADD", "parley:sessions:demo", "1", "gone"});
  EXPECT_EQ(seen(b), "2 ");
  EXPECT_EQ(b.damaged(), 2U);
  EXPECT_EQ(room.tell({"ZSCORE", "parley:sessions:demo", "gone"}), "(nil)");  // pruned
}

TEST_F(LiveSessionsOn, AForeignValueAtTheListOfAnOrganizationIsMended) {
  a.live->tell(test::record_of(1));
  ASSERT_TRUE(sees(b, "1 "));
  room.tell({"SET", "parley:sessions:demo", "plain text"});
  EXPECT_EQ(seen(b), "?");
  clock.advance(20s);
  EXPECT_TRUE(sees(b, "1 "));
  room.tell({"SET", "parley:sessions:demo", "plain text"});
  a.live->tell(test::record_of(2));  // mended by whoever writes first
  EXPECT_TRUE(sees(b, "2 "));
  EXPECT_EQ(a.damaged() + b.damaged(), 2U);
}

TEST_F(LiveSessionsOn, AForeignValueAtTheListOfNodesIsMended) {
  room.tell({"SET", "parley:nodes", "plain text"});
  clock.advance(6s);
  EXPECT_TRUE(driven->until([&] {
    clock.advance(1s);
    return nodes() == "a b ";
  }));
}

TEST_F(LiveSessionsOn, AFullRedisIsToldAgainWhenThereIsRoom) {
  room.fill_up();
  a.live->tell(test::record_of(1));
  EXPECT_TRUE(driven->until([this] { return a.untold() == 1; }));
  EXPECT_EQ(seen(b), "");
  room.make_room();
  EXPECT_TRUE(driven->until([this] {
    clock.advance(500ms);
    return seen(b) == "1 ";
  }));
}

// docs/redis.md names these rights.
TEST_F(LiveSessionsOn, AUserWithTheRightsThatTheGuideNamesIsEnough) {
  room.tell({"ACL", "SETUSER", "parley", "on", ">sesame", "~parley:*", "&parley:*", "+@all", "-@dangerous"});
  Instance c{*driven, clock, "unix://parley:sesame@" + room.socket(), "c"};
  EXPECT_EQ(driven->run(c.redis->command({"GET", "elsewhere"})).error().fault, Fault::unavailable);
  c.live->tell(test::record_of(1));
  EXPECT_TRUE(sees(a, "1 "));
  a.live->tell(test::record_of(2));
  EXPECT_TRUE(sees(c, "2 "));
  EXPECT_EQ(c.untold(), 0);
  driven->finish();
}

TEST_F(LiveSessionsOn, WhoLeavesIsGoneForTheOthersAtOnce) {
  {
    test::DrivenLoop own;
    test::ManualClock own_clock(own.loop);
    test::CountedMeters meters;
    const auto redis = Redis::create(test::quick(room.url()), own.home(), *own.clock, Log(), meters);
    const auto live = LiveSessions::create(*redis, own.home(), own_clock, "c", Log(), meters);
    asio::cancellation_signal stop_redis;
    asio::cancellation_signal stop_live;
    int ended = 0;
    const auto count = [&](std::exception_ptr) { ++ended; };
    asio::co_spawn(own.loop, redis->run(), asio::bind_cancellation_slot(stop_redis.slot(), count));
    ASSERT_TRUE(own.until([&] { return redis->state().ready; }));
    asio::co_spawn(own.loop, live->run(), asio::bind_cancellation_slot(stop_live.slot(), count));
    ASSERT_TRUE(own.until([&] { return room.tell({"EXISTS", "parley:node:c"}) == "1"; }));
    stop_live.emit(asio::cancellation_type::terminal);
    ASSERT_TRUE(own.until([&] { return ended == 1; }));
    stop_redis.emit(asio::cancellation_type::terminal);
    ASSERT_TRUE(own.until([&] { return ended == 2; }));
  }
  EXPECT_EQ(nodes(), "a b ");
}

}  // namespace
}  // namespace parley
