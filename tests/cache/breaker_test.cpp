// SPDX-License-Identifier: Apache-2.0
#include "breaker.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr Instant kStart{};

TEST(Breaker, LetsEverybodyAskWhileAllIsWell) {
  Breaker breaker({250ms, 2000ms});
  EXPECT_TRUE(breaker.may_ask(kStart));
  EXPECT_TRUE(breaker.may_ask(kStart));
  EXPECT_FALSE(breaker.succeeded());
  EXPECT_FALSE(breaker.open());
}

TEST(Breaker, AFailureKeepsEverybodyAwayForThePause) {
  Breaker breaker({250ms, 2000ms});
  EXPECT_TRUE(breaker.failed(kStart));
  EXPECT_TRUE(breaker.open());
  EXPECT_FALSE(breaker.may_ask(kStart));
  EXPECT_FALSE(breaker.may_ask(kStart + 249ms));
  EXPECT_TRUE(breaker.may_ask(kStart + 250ms));
  EXPECT_FALSE(breaker.may_ask(kStart + 250ms));  // one tries, the others wait for what it finds
}

TEST(Breaker, ThoseWhoAskedBeforeItOpenedAreNoFurtherFailure) {
  Breaker breaker({250ms, 2000ms});
  breaker.failed(kStart);
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(breaker.failed(kStart + 1ms));
  EXPECT_TRUE(breaker.may_ask(kStart + 250ms));
}

TEST(Breaker, PausesDoubleUpToTheLongestAndBeginAnewAfterASuccess) {
  Breaker breaker({250ms, 1000ms});
  auto now = kStart;
  breaker.failed(now);
  for (const auto pause : {250ms, 500ms, 1000ms, 1000ms}) {
    EXPECT_FALSE(breaker.may_ask(now + pause - 1ms)) << pause.count();
    now += pause;
    EXPECT_TRUE(breaker.may_ask(now)) << pause.count();
    EXPECT_FALSE(breaker.failed(now));
  }
  now += 1000ms;
  EXPECT_TRUE(breaker.may_ask(now));
  EXPECT_TRUE(breaker.succeeded());
  EXPECT_TRUE(breaker.may_ask(now));
  EXPECT_TRUE(breaker.failed(now));
  EXPECT_TRUE(breaker.may_ask(now + 250ms));
}

TEST(Breaker, SomebodyElseTriesWhenTheFirstNeverSaysWhatItFound) {
  Breaker breaker({250ms, 2000ms});
  breaker.failed(kStart);
  EXPECT_TRUE(breaker.may_ask(kStart + 250ms));
  EXPECT_FALSE(breaker.may_ask(kStart + 499ms));
  EXPECT_TRUE(breaker.may_ask(kStart + 500ms));
}

}  // namespace
}  // namespace parley
