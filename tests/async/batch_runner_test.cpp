// SPDX-License-Identifier: Apache-2.0
#include "parley/async/batch_runner.hpp"

#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "async/on_loop.hpp"

namespace parley {
namespace {

class Batch : public testing::Test, protected test::OnLoop {
 protected:
  static std::vector<int> numbers(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
  }
  Task<void> run(BatchSettings settings, std::vector<int> items) {
    std::function<Task<Result<std::string>>(const int&)> work = [this](const int& item) { return look_up(item); };
    std::function<void(const BatchProgress&)> told = [this](const BatchProgress& now) { progress.push_back(now); };
    auto batch = run_batch(clock, settings, std::move(items), work, told);
    results = co_await std::move(batch);
    took = elapsed();
  }
  Task<Result<std::string>> look_up(int item) {
    struct Busy {
      explicit Busy(int& count) : running(count) { ++running; }
      Busy(const Busy&) = delete;
      Busy& operator=(const Busy&) = delete;
      ~Busy() { --running; }
      int& running;
    };
    const Busy busy(running);
    most_running = std::max(most_running, running);
    const auto tried = ++tries[item];
    asked_at[item].push_back(elapsed());
    co_await clock.sleep_until(clock.now() + 100ms);
    if (throws == item) throw std::runtime_error("broken look-up");
    const auto failing = failures.find(item);
    if (failing != failures.end() && tried <= failing->second.first) co_return Error{failing->second.second, "no"};
    co_return "answer " + std::to_string(item);
  }

  std::map<int, std::pair<int, Fault>> failures;  // item: how often it fails at first, and how
  int throws = -1;
  int running = 0;
  int most_running = 0;
  std::map<int, int> tries;
  std::map<int, std::vector<std::chrono::milliseconds>> asked_at;
  std::vector<BatchProgress> progress;
  std::vector<Result<std::string>> results;
  std::chrono::milliseconds took{-1};
};

TEST_F(Batch, FiftyLookUpsWithTenWorkersTakeFiveRounds) {
  test::Root root(loop, run({10, 1, 200ms, 5000ms}, numbers(50)));
  clock.advance(1s);
  ASSERT_TRUE(root.ended_well());
  EXPECT_EQ(took, 500ms);
  EXPECT_EQ(most_running, 10);
  ASSERT_EQ(results.size(), 50U);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(*results[i], "answer " + std::to_string(i));
}

TEST_F(Batch, AnEmptyOneEndsAtOnce) {
  test::Root root(loop, run({}, {}));
  clock.drain();
  EXPECT_TRUE(root.ended_well());
  EXPECT_TRUE(results.empty());
}

TEST_F(Batch, NoWorkersAreOne) {
  test::Root root(loop, run({0, 1, 200ms, 5000ms}, numbers(3)));
  clock.advance(1s);
  EXPECT_TRUE(root.ended_well());
  EXPECT_EQ(took, 300ms);
}

TEST_F(Batch, OneFailureDoesNotStopTheRest) {
  failures[2] = {1000, Fault::not_found};
  throws = 3;
  test::Root root(loop, run({2, 3, 200ms, 5000ms}, numbers(6)));
  clock.advance(10s);
  ASSERT_TRUE(root.ended_well());
  EXPECT_EQ(results[2].error(), (Error{Fault::not_found, "no"}));
  EXPECT_EQ(results[3].error(), (Error{Fault::unsupported, "broken look-up"}));
  for (const std::size_t good : {0U, 1U, 4U, 5U}) EXPECT_TRUE(results[good].has_value()) << good;
  EXPECT_EQ(tries[2], 1);  // it would not be found a second time either
  EXPECT_EQ(tries[3], 1);
  EXPECT_EQ(progress.back(), (BatchProgress{6, 6, 2, 0}));
}

TEST_F(Batch, WhatMayPassIsTriedAgainAfterPausesThatDouble) {
  failures[0] = {3, Fault::unavailable};
  test::Root root(loop, run({1, 5, 200ms, 300ms}, numbers(1)));
  clock.advance(10s);
  ASSERT_TRUE(root.ended_well());
  const std::vector<std::chrono::milliseconds> expected{0ms, 300ms, 700ms, 1100ms};  // 200, then 300 at most
  EXPECT_EQ(asked_at[0], expected);
  EXPECT_EQ(*results[0], "answer 0");
  EXPECT_EQ(progress.back(), (BatchProgress{1, 1, 0, 3}));
}

TEST_F(Batch, TheLastTryGivesTheError) {
  failures[0] = {1000, Fault::timed_out};
  test::Root root(loop, run({1, 3, 200ms, 5000ms}, numbers(1)));
  clock.advance(10s);
  ASSERT_TRUE(root.ended_well());
  EXPECT_EQ(tries[0], 3);
  EXPECT_EQ(results[0].error().fault, Fault::timed_out);
}

TEST_F(Batch, ProgressIsToldAfterEachItem) {
  test::Root root(loop, run({2, 1, 200ms, 5000ms}, numbers(5)));
  clock.advance(100ms);
  ASSERT_EQ(progress.size(), 2U);
  EXPECT_EQ(progress[1], (BatchProgress{5, 2, 0, 0}));
  clock.advance(1s);
  ASSERT_EQ(progress.size(), 5U);
  EXPECT_EQ(progress[4], (BatchProgress{5, 5, 0, 0}));
}

TEST_F(Batch, CancellationEndsTheChildrenAndWaitsForThem) {
  test::Root root(loop, run({3, 1, 200ms, 5000ms}, numbers(9)));
  clock.advance(150ms);
  EXPECT_EQ(running, 3);
  root.cancel();
  clock.drain();
  EXPECT_TRUE(root.ended_cancelled());
  EXPECT_EQ(running, 0);
  EXPECT_EQ(tries.size(), 6U);  // nothing new was begun
}

TEST_F(Batch, CancellationDuringAPauseEndsItToo) {
  failures[0] = {1000, Fault::unavailable};
  test::Root root(loop, run({1, 3, 200ms, 5000ms}, numbers(1)));
  clock.advance(150ms);
  root.cancel();
  clock.drain();
  EXPECT_TRUE(root.ended_cancelled());
  EXPECT_EQ(tries[0], 1);
}

TEST(BatchErrors, ThatMayPassByThemselves) {
  for (const auto fault : {Fault::unavailable, Fault::timed_out, Fault::exhausted, Fault::closed}) {
    EXPECT_TRUE(passes_by_itself({fault, ""}));
  }
  for (const auto fault : {Fault::invalid_input, Fault::not_found, Fault::unsupported, Fault::conflict}) {
    EXPECT_FALSE(passes_by_itself({fault, ""}));
  }
}

}  // namespace
}  // namespace parley
