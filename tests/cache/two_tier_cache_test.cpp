// SPDX-License-Identifier: Apache-2.0
// Near alone, on the manual clock: shared_tier_test.cpp has the same with a Redis.
#include "parley/cache/two_tier_cache.hpp"

#include <gtest/gtest.h>

#include <future>

#include "async/on_loop.hpp"
#include "support/counted_meters.hpp"
#include "support/loop_thread.hpp"

namespace parley {
namespace {

const OrganizationKey kDemo{"demo"};
const OrganizationKey kOther{"other"};

// One asker: its outcome, and its maker, which takes its time.
struct Asker {
  std::unique_ptr<test::Root> root;
  std::optional<Result<std::string>> outcome;
  int made = 0;

  std::string text() const {
    if (!outcome) return "(waits)";
    return *outcome ? **outcome : "error: " + outcome->error().message;
  }
};

class TwoTiers : public testing::Test, protected test::OnLoop {
 protected:
  Task<Result<std::string>> make(Asker& asker, Duration span, Result<std::string> value) {
    ++asker.made;
    co_await clock.sleep_until(clock.now() + span);
    co_return value;
  }
  Task<void> ask(Asker& asker, std::string key, Duration budget, Duration span, Result<std::string> value,
                 OrganizationKey organization) {
    TwoTierCache::Maker maker = [this, &asker, span, value] { return make(asker, span, value); };
    auto asked = cache->get_or_make(CacheUse::reply, organization, key, clock.now() + budget, maker);
    asker.outcome = co_await std::move(asked);
  }
  void start(Asker& asker, Result<std::string> value, Duration budget = 10s, Duration span = 1s,
             const std::string& key = "k", const OrganizationKey& organization = kDemo) {
    asker.root = std::make_unique<test::Root>(loop, ask(asker, key, budget, span, std::move(value), organization));
    clock.drain();
  }
  Task<void> get_into(std::optional<std::string>& found) {
    auto asked = cache->get(CacheUse::reply, kDemo, "k");
    found = co_await std::move(asked);
  }
  std::optional<std::string> get() {
    std::optional<std::string> found;
    test::Root root(loop, get_into(found));
    clock.drain();
    EXPECT_TRUE(root.ended_well());
    return found;
  }
  CacheFigures figures() const { return cache->figures()[place_of(CacheUse::reply)]; }
  static CacheSettings small() {
    CacheSettings settings;
    settings.entries = 100;
    return settings;
  }

  test::CountedMeters meters;
  std::unique_ptr<Redis> redis = Redis::create({}, home(), clock, Log(), meters);
  std::unique_ptr<TwoTierCache> cache = TwoTierCache::create(small(), *redis, home(), clock, Log(), meters);
};

TEST_F(TwoTiers, GivesWhatWasPutUntilItsTimeIsOver) {
  EXPECT_EQ(get(), std::nullopt);
  cache->put(CacheUse::reply, kDemo, "k", "at nine");
  EXPECT_EQ(get(), "at nine");
  EXPECT_EQ(cache->near(CacheUse::reply, kDemo, "k"), "at nine");
  EXPECT_EQ(cache->near(CacheUse::reply, kOther, "k"), std::nullopt);
  EXPECT_EQ(cache->near(CacheUse::audio, kDemo, "k"), std::nullopt);
  clock.advance(300s);
  EXPECT_EQ(get(), std::nullopt);
  EXPECT_EQ(figures().near_hits, 2U);
  EXPECT_EQ(figures().misses, 2U);
  EXPECT_EQ(figures().dropped, 0U);  // there is no Redis that it could have reached
}

TEST_F(TwoTiers, SaysThatNothingIsShared) {
  const auto state = cache->state();
  EXPECT_FALSE(state.configured);
  EXPECT_FALSE(state.sharing);
  EXPECT_NE(state.problem, "");
}

TEST_F(TwoTiers, ForgettingIsOfOneOrganization) {
  cache->put(CacheUse::reply, kDemo, "k", "at nine");
  cache->put(CacheUse::reply, kOther, "k", "at ten");
  cache->forget(kDemo);
  EXPECT_EQ(cache->near(CacheUse::reply, kDemo, "k"), std::nullopt);
  EXPECT_EQ(cache->near(CacheUse::reply, kOther, "k"), "at ten");
}

TEST_F(TwoTiers, TheFirstMakesItForAll) {
  Asker askers[20];
  for (auto& asker : askers) start(asker, std::string("at nine"));
  clock.advance(1s);
  int made = 0;
  for (auto& asker : askers) {
    EXPECT_EQ(asker.text(), "at nine");
    made += asker.made;
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(figures().joined, 19U);
  EXPECT_EQ(cache->near(CacheUse::reply, kDemo, "k"), "at nine");
}

TEST_F(TwoTiers, OtherKeysAndOrganizationsAreMadeApart) {
  Asker one;
  Asker key;
  Asker organization;
  start(one, std::string("one"));
  start(key, std::string("key"), 10s, 1s, "other key");
  start(organization, std::string("organization"), 10s, 1s, "k", kOther);
  clock.advance(1s);
  EXPECT_EQ(one.text(), "one");
  EXPECT_EQ(key.text(), "key");
  EXPECT_EQ(organization.text(), "organization");
}

TEST_F(TwoTiers, AFailureReachesAllAndIsNotKept) {
  Asker first;
  Asker second;
  start(first, Error{Fault::not_found, "nobody knows"});
  start(second, std::string("never made"));
  clock.advance(1s);
  EXPECT_EQ(first.text(), "error: nobody knows");
  EXPECT_EQ(second.text(), "error: nobody knows");
  EXPECT_EQ(second.made, 0);
  Asker third;
  start(third, std::string("at nine"));
  clock.advance(1s);
  EXPECT_EQ(third.text(), "at nine");
}

TEST_F(TwoTiers, EachWaitsUntilItsOwnDeadline) {
  Asker first;
  Asker hasty;
  start(first, std::string("at nine"));
  start(hasty, std::string("never made"), 100ms);
  clock.advance(99ms);
  EXPECT_EQ(hasty.text(), "(waits)");
  clock.advance(1ms);
  EXPECT_EQ(hasty.text(), "error: not made in time");
  EXPECT_EQ(hasty.outcome->error().fault, Fault::timed_out);
  clock.advance(900ms);
  EXPECT_EQ(first.text(), "at nine");
}

TEST_F(TwoTiers, TheNextMakesItWhenTheFirstIsCancelled) {
  Asker first;
  Asker second;
  Asker third;
  start(first, std::string("of the first"));
  start(second, std::string("of the second"));
  start(third, std::string("of the third"));
  clock.advance(500ms);
  first.root->cancel();
  clock.advance(999ms);
  EXPECT_TRUE(first.root->ended_cancelled());
  EXPECT_EQ(second.text(), "(waits)");
  clock.advance(1ms);
  EXPECT_EQ(second.text(), "of the second");
  EXPECT_EQ(third.text(), "of the second");
  EXPECT_EQ(third.made, 0);
}

TEST_F(TwoTiers, TheNextMakesItWhenTheFirstIsOutOfTime) {
  Asker first;
  Asker second;
  start(first, std::string("of the first"), 500ms, 10s);
  start(second, std::string("of the second"), 10s, 1s);
  clock.advance(1500ms);
  EXPECT_EQ(first.text(), "error: not made in time");
  EXPECT_EQ(second.text(), "of the second");
}

TEST_F(TwoTiers, ATurnIsPassedOnByThoseWhoHaveLeft) {
  Asker first;
  Asker second;
  Asker third;
  start(first, std::string("of the first"));
  start(second, std::string("of the second"));
  start(third, std::string("of the third"));
  // Both go within one turn of the loop: the second is given the turn while it is on its way out.
  first.root->cancel();
  second.root->cancel();
  clock.advance(1s);
  EXPECT_TRUE(first.root->ended_cancelled());
  EXPECT_TRUE(second.root->ended_cancelled());
  EXPECT_EQ(third.text(), "of the third");
}

TEST_F(TwoTiers, AWaiterThatIsCancelledLeavesTheOthersAlone) {
  Asker first;
  Asker second;
  start(first, std::string("at nine"));
  start(second, std::string("never made"));
  second.root->cancel();
  clock.advance(1s);
  EXPECT_TRUE(second.root->ended_cancelled());
  EXPECT_EQ(first.text(), "at nine");
}

TEST_F(TwoTiers, WhenAllAreCancelledTheNextBeginsAnew) {
  Asker first;
  Asker second;
  start(first, std::string("of the first"));
  start(second, std::string("of the second"));
  second.root->cancel();
  first.root->cancel();
  clock.advance(1ms);
  Asker third;
  start(third, std::string("of the third"));
  clock.advance(1s);
  EXPECT_EQ(third.text(), "of the third");
  EXPECT_EQ(third.made, 1);
}

TEST_F(TwoTiers, WhatIsMadeDuringAForgettingIsNotKeptAndNotJoined) {
  Asker before;
  Asker after;
  start(before, std::string("old"));
  cache->forget(kDemo);
  start(after, std::string("new"), 10s, 2s);
  clock.advance(1s);
  EXPECT_EQ(before.text(), "old");  // it asked before
  EXPECT_EQ(cache->near(CacheUse::reply, kDemo, "k"), std::nullopt);
  clock.advance(1s);
  EXPECT_EQ(after.text(), "new");
  EXPECT_EQ(cache->near(CacheUse::reply, kDemo, "k"), "new");
}

TEST(TwoTiersOnThreads, AskersOnManyLoopsShareOneMaker) {
  test::LoopThread home;
  const auto clock = create_system_clock();
  test::CountedMeters meters;
  const auto redis = Redis::create({}, home.home(), *clock, Log(), meters);
  const auto cache = TwoTierCache::create({}, *redis, home.home(), *clock, Log(), meters);
  std::atomic<int> made{0};
  TwoTierCache::Maker maker = [&]() -> Task<Result<std::string>> {
    ++made;
    co_await clock->sleep_until(clock->now() + 50ms);
    co_return std::string("at nine");
  };
  test::LoopThread loops[4];
  for (int round = 0; round < 5; ++round) {
    std::vector<std::future<Result<std::string>>> asked;
    for (int i = 0; i < 40; ++i) {
      asked.push_back(loops[i % 4].start(
          cache->get_or_make(CacheUse::reply, kDemo, std::to_string(round), clock->now() + 5s, maker)));
    }
    for (auto& one : asked) EXPECT_EQ(*one.get(), "at nine");
    EXPECT_EQ(made, round + 1);
  }
}

}  // namespace
}  // namespace parley
