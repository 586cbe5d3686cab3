// SPDX-License-Identifier: Apache-2.0
#include "link_policy.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

constexpr Instant kStart{};

LinkPolicy::Pauses pauses() { return {250ms, 100ms, 2000ms}; }

TEST(LinkPolicy, PausesDoubleUpToTheLongest) {
  LinkPolicy policy(pauses());
  for (const auto expected : {50ms, 100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
    EXPECT_EQ(policy.ended(kStart, 0.0), expected);
  }
}

TEST(LinkPolicy, HalfOfAPauseIsChance) {
  EXPECT_EQ(LinkPolicy(pauses()).ended(kStart, 0.0), 50ms);
  EXPECT_EQ(LinkPolicy(pauses()).ended(kStart, 0.5), 75ms);
  EXPECT_LT(LinkPolicy(pauses()).ended(kStart, 0.999), 100ms);
}

TEST(LinkPolicy, AConnectionThatLastedMakesThePauseShortAgain) {
  LinkPolicy policy(pauses());
  for (int i = 0; i < 6; ++i) policy.ended(kStart, 0.0);
  policy.stood_up(kStart + 10s);
  EXPECT_EQ(policy.ended(kStart + 12s, 0.0), 50ms);
  EXPECT_EQ(policy.ended(kStart + 12s, 0.0), 100ms);
}

TEST(LinkPolicy, AConnectionThatIsDroppedAtOnceDoesNot) {
  LinkPolicy policy(pauses());
  for (int i = 0; i < 6; ++i) policy.ended(kStart, 0.0);
  policy.stood_up(kStart + 10s);
  EXPECT_EQ(policy.ended(kStart + 10s + 1999ms, 0.0), 1000ms);
}

TEST(LinkPolicy, ThousandFailuresAreNoOverflow) {
  LinkPolicy policy(pauses());
  for (int i = 0; i < 1000; ++i) policy.ended(kStart, 0.0);
  EXPECT_EQ(policy.ended(kStart, 0.0), 1000ms);
}

struct Silence {
  const char* what;
  std::chrono::milliseconds oldest_asked;
  std::chrono::milliseconds last_heard;
  std::chrono::milliseconds give_up;
};

TEST(LinkPolicy, GivesUpAfterADeadlineOfSilenceThatOwesAnAnswer) {
  const Silence cases[] = {
      {"nothing was heard since it was asked", 1000ms, 400ms, 1250ms},
      {"asked right after an answer", 1000ms, 1000ms, 1250ms},
      {"others were answered meanwhile: slow, not hung", 1000ms, 1200ms, 1450ms},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(LinkPolicy(pauses()).give_up_at(kStart + one.oldest_asked, kStart + one.last_heard), kStart + one.give_up)
        << one.what;
  }
}

}  // namespace
}  // namespace parley
