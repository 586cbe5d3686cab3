// SPDX-License-Identifier: Apache-2.0
#include "parley/cache/cache_warmer.hpp"

#include <gtest/gtest.h>

#include "async/on_loop.hpp"
#include "support/counted_meters.hpp"

namespace parley {
namespace {

using Words = std::vector<std::string>;

class Warmers : public testing::Test, protected test::OnLoop {
 protected:
  void start(std::chrono::minutes every = 0min) {
    warmer = CacheWarmer::create({every, {2, 1, 100ms, 100ms}}, home(), clock, Log(), meters,
                                 [this](std::optional<OrganizationKey> of) { return list(std::move(of)); });
    root = std::make_unique<test::Root>(loop, warmer->run());
    clock.drain();
  }
  void TearDown() override {
    root->cancel();
    clock.drain();
    EXPECT_TRUE(root->ended());
  }
  Task<Result<std::vector<WarmingJob>>> list(std::optional<OrganizationKey> of) {
    listed.push_back(of ? of->value : "all");
    if (unlisted) co_return *unlisted;
    std::vector<WarmingJob> jobs;
    for (const auto& what : questions) {
      if (of && !what.starts_with(of->value)) continue;
      jobs.push_back({OrganizationKey{what.substr(0, what.find(' '))}, "question", [this, what] { return one(what); }});
    }
    co_return jobs;
  }
  Task<Result<void>> one(std::string what) {
    co_await clock.sleep_until(clock.now() + 1s);
    if (what.ends_with("?")) co_return Error{Fault::not_found, "nobody knows"};
    warmed.push_back(what);
    co_return Result<void>();
  }

  test::CountedMeters meters;
  Words questions{"demo hours", "demo prices", "other hours", "demo why?"};
  std::optional<Error> unlisted;
  Words listed;
  Words warmed;
  std::unique_ptr<CacheWarmer> warmer;
  std::unique_ptr<test::Root> root;
};

TEST_F(Warmers, WarmAtStartAndThenWait) {
  start();
  EXPECT_TRUE(warmer->round().running);
  clock.advance(1s);
  EXPECT_EQ(warmer->round().done, 2U);
  EXPECT_EQ(warmer->round().jobs, 4U);
  clock.advance(24h);
  EXPECT_EQ(warmed, (Words{"demo hours", "demo prices", "other hours"}));
  EXPECT_EQ(listed, Words{"all"});
  const auto round = warmer->round();
  EXPECT_FALSE(round.running);
  EXPECT_EQ(round.rounds, 1U);
  EXPECT_EQ(round.failed, 1U);
  EXPECT_TRUE(round.ended_at);
  EXPECT_EQ(meters.counter("parley_cache_warmed_total", "", {{"outcome", "done"}}).value(), 3U);
  EXPECT_EQ(meters.counter("parley_cache_warmed_total", "", {{"outcome", "failed"}}).value(), 1U);
}

TEST_F(Warmers, WarmOnASchedule) {
  start(30min);
  clock.advance(29min);
  EXPECT_EQ(listed.size(), 1U);
  clock.advance(1min);
  EXPECT_EQ(listed.size(), 2U);
  clock.advance(60min);
  EXPECT_EQ(listed.size(), 4U);
}

TEST_F(Warmers, WarmOnRequestForOneOrganizationToo) {
  start();
  clock.advance(1min);
  EXPECT_TRUE(warmer->request(OrganizationKey{"other"}));
  clock.advance(1min);
  EXPECT_TRUE(warmer->request(std::nullopt));
  clock.advance(1min);
  EXPECT_EQ(listed, (Words{"all", "other", "all"}));
  EXPECT_EQ(warmer->round().rounds, 3U);
}

TEST_F(Warmers, RequestsDuringARoundWaitAndEqualOnesAreOne) {
  start();
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(warmer->request(OrganizationKey{"demo"}));
  EXPECT_EQ(listed.size(), 1U);
  clock.advance(1min);
  EXPECT_EQ(listed, (Words{"all", "demo"}));
}

TEST_F(Warmers, TooManyRequestsAreRefused) {
  start();
  for (int i = 0; i < 16; ++i) EXPECT_TRUE(warmer->request(OrganizationKey{"o" + std::to_string(i)}));
  EXPECT_FALSE(warmer->request(OrganizationKey{"one more"}));
  EXPECT_TRUE(warmer->request(OrganizationKey{"o3"}));
}

TEST_F(Warmers, ARoundThatCannotBeListedSaysSoAndTheNextOneIsTried) {
  unlisted = Error{Fault::unavailable, "the database is away"};
  start(30min);
  EXPECT_EQ(warmer->round().problem, "the database is away");
  unlisted.reset();
  clock.advance(31min);
  EXPECT_EQ(warmer->round().problem, "");
  EXPECT_EQ(warmed.size(), 3U);
}

TEST_F(Warmers, EndWhenTheyAreCancelledInTheMiddleOfARound) {
  start();
  clock.advance(500ms);
  root->cancel();
  clock.drain();
  EXPECT_TRUE(root->ended_cancelled());
  EXPECT_FALSE(warmer->round().running);
  EXPECT_EQ(warmer->round().rounds, 0U);
}

TEST_F(Warmers, EndWhenTheyAreCancelledAtRest) {
  start();
  clock.advance(1min);
  root->cancel();
  clock.drain();
  EXPECT_TRUE(root->ended_cancelled());
}

}  // namespace
}  // namespace parley
