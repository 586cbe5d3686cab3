// SPDX-License-Identifier: Apache-2.0
#include "parley/media/playout.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace parley {
namespace {

std::vector<std::int16_t> ramp(std::size_t count, int first = 1) {
  std::vector<std::int16_t> samples(count);
  std::iota(samples.begin(), samples.end(), static_cast<std::int16_t>(first));
  return samples;
}

struct Player {
  Playout playout{std::chrono::milliseconds{100}};  // 800 samples
  AudioFrame frame;
  UtteranceId say(TurnId turn, std::size_t samples, int first = 1) {
    const auto id = playout.begin(turn);
    playout.offer(id, ramp(samples, first));
    playout.end(id);
    return id;
  }
};

TEST(Playout, IsSilentUntilSomethingIsSaid) {
  Player player;
  EXPECT_FALSE(player.playout.next(player.frame).audio);
  EXPECT_TRUE(player.playout.idle());
}

TEST(Playout, PlaysTwentyMillisecondsAtATimeAndPadsTheLast) {
  Player player;
  const auto id = player.say(TurnId{1}, 200);
  Pulled pulled = player.playout.next(player.frame);
  EXPECT_TRUE(pulled.audio && pulled.started && !pulled.finished);
  EXPECT_EQ(pulled.utterance, id);
  EXPECT_EQ(player.frame.count, 160);
  EXPECT_EQ(player.frame.samples[0], 1);
  EXPECT_EQ(player.frame.samples[159], 160);
  EXPECT_EQ(player.frame.turn, TurnId{1});

  pulled = player.playout.next(player.frame);
  EXPECT_TRUE(pulled.audio && !pulled.started && pulled.finished);
  EXPECT_EQ(player.frame.samples[39], 200);
  EXPECT_EQ(player.frame.samples[40], 0);
  EXPECT_EQ(player.frame.samples[159], 0);
  EXPECT_TRUE(player.playout.idle());
  EXPECT_EQ(player.playout.heard(id), (HeardSoFar{UtteranceState::finished, 200, 0}));
}

TEST(Playout, TakesNoMoreThanThereIsRoomFor) {
  Player player;
  const auto id = player.playout.begin(TurnId{1});
  EXPECT_EQ(player.playout.offer(id, ramp(1000)), 800U);
  EXPECT_EQ(player.playout.offer(id, ramp(1)), 0U);
  player.playout.next(player.frame);
  EXPECT_EQ(player.playout.room(), 160U);
  EXPECT_EQ(player.playout.offer(id, ramp(1000, 801)), 160U);
}

TEST(Playout, KeepsTheOrderAcrossTheRingsEnd) {
  Player player;
  const auto id = player.playout.begin(TurnId{1});
  int given = 0;
  int wanted = 1;
  for (int round = 0; round < 50; ++round) {
    given += static_cast<int>(player.playout.offer(id, ramp(130, given + 1)));
    while (player.playout.next(player.frame).audio)
      for (const auto sample : player.frame.used()) ASSERT_EQ(sample, wanted++);
  }
  EXPECT_GT(wanted, 6000);
}

TEST(Playout, WaitsForAWholeFrameWhileTheProducerIsBehind) {
  Player player;
  const auto id = player.playout.begin(TurnId{1});
  player.playout.offer(id, ramp(159));
  EXPECT_FALSE(player.playout.next(player.frame).audio);
  player.playout.offer(id, ramp(1, 160));
  EXPECT_TRUE(player.playout.next(player.frame).audio);
  player.playout.end(id);
  const Pulled pulled = player.playout.next(player.frame);
  EXPECT_FALSE(pulled.audio);
  EXPECT_TRUE(pulled.finished);
  EXPECT_EQ(pulled.utterance, id);
}

TEST(Playout, PlaysUtterancesInTheirOrder) {
  Player player;
  const auto first = player.say(TurnId{1}, 100);
  const auto second = player.say(TurnId{1}, 100, 1001);
  EXPECT_EQ(player.playout.next(player.frame).utterance, first);
  const Pulled pulled = player.playout.next(player.frame);
  EXPECT_EQ(pulled.utterance, second);
  EXPECT_TRUE(pulled.started && pulled.finished);
  EXPECT_EQ(player.frame.samples[0], 1001);
}

TEST(Playout, PlaysNothingOfATurnThatWasInterrupted) {
  Player player;
  const auto stale = player.playout.begin(TurnId{1});
  player.playout.offer(stale, ramp(480));
  player.playout.next(player.frame);
  player.playout.interrupt(TurnId{2});
  EXPECT_FALSE(player.playout.live(stale));
  EXPECT_EQ(player.playout.offer(stale, ramp(160)), 0U);
  EXPECT_FALSE(player.playout.next(player.frame).audio);
  EXPECT_EQ(player.playout.heard(stale), (HeardSoFar{UtteranceState::interrupted, 160, 0}));
  EXPECT_EQ(player.playout.room(), 800U);

  EXPECT_FALSE(player.playout.live(player.playout.begin(TurnId{1})));
  const auto fresh = player.say(TurnId{2}, 160, 5001);
  EXPECT_TRUE(player.playout.next(player.frame).audio);
  EXPECT_EQ(player.frame.samples[0], 5001);
  EXPECT_EQ(player.playout.heard(fresh).state, UtteranceState::finished);
}

TEST(Playout, KeepsWhatWasSaidForTheTurnThatInterrupts) {
  Player player;
  player.say(TurnId{1}, 320);
  const auto kept = player.say(TurnId{2}, 160, 7001);
  player.playout.interrupt(TurnId{2});
  EXPECT_EQ(player.playout.next(player.frame).utterance, kept);
  EXPECT_EQ(player.frame.samples[0], 7001);
}

TEST(Playout, AnOlderTurnCannotQueueBehindANewerOne) {
  Player player;
  player.say(TurnId{5}, 160);
  EXPECT_FALSE(player.playout.live(player.playout.begin(TurnId{4})));
}

TEST(Playout, KnowsWhichWordsWereHeard) {
  Player player;
  const auto id = player.playout.begin(TurnId{1});
  player.playout.mark(id, {5, 100});
  player.playout.mark(id, {11, 320});
  player.playout.mark(id, {17, 481});
  player.playout.offer(id, ramp(640));
  const std::uint32_t expected[] = {0, 5, 11, 11, 17};
  for (const auto text_end : expected) {
    EXPECT_EQ(player.playout.heard(id).text_end, text_end);
    player.playout.next(player.frame);
  }
}

TEST(Playout, WordsThatWaitInACarriersBufferWereNotHeard) {
  Player player;
  const auto id = player.playout.begin(TurnId{1});
  player.playout.mark(id, {5, 100});
  player.playout.mark(id, {11, 320});
  player.playout.offer(id, ramp(640));
  for (int n = 0; n < 3; ++n) player.playout.next(player.frame);
  EXPECT_EQ(player.playout.heard(id).text_end, 11U);
  EXPECT_EQ(player.playout.heard(id, 161), (HeardSoFar{UtteranceState::playing, 319, 5}));
  EXPECT_EQ(player.playout.heard(id, 5000), (HeardSoFar{UtteranceState::playing, 0, 0}));
}

TEST(Playout, PausesAndResumesAtTheSameSample) {
  Player player;
  player.say(TurnId{1}, 480);
  player.playout.next(player.frame);
  player.playout.pause();
  EXPECT_FALSE(player.playout.next(player.frame).audio);
  EXPECT_FALSE(player.playout.next(player.frame).audio);
  player.playout.resume();
  EXPECT_TRUE(player.playout.next(player.frame).audio);
  EXPECT_EQ(player.frame.samples[0], 161);
  EXPECT_EQ(player.playout.played().samples, 320);
}

TEST(Playout, AnInterruptionWhilePausedThrowsTheRestAway) {
  Player player;
  const auto id = player.say(TurnId{1}, 480);
  player.playout.next(player.frame);
  player.playout.pause();
  player.playout.interrupt(TurnId{2});
  player.playout.resume();
  EXPECT_FALSE(player.playout.next(player.frame).audio);
  EXPECT_EQ(player.playout.heard(id).samples, 160);
}

TEST(Playout, ForgetsUtterancesOfLongAgoButNeverConfusesThem) {
  Player player;
  const auto first = player.say(TurnId{1}, 10);
  player.playout.next(player.frame);
  for (int n = 0; n < 16; ++n) {
    player.say(TurnId{1}, 10);
    player.playout.next(player.frame);
  }
  EXPECT_EQ(player.playout.heard(first).state, UtteranceState::unknown);
  EXPECT_EQ(player.playout.heard(UtteranceId{}).state, UtteranceState::unknown);
}

}  // namespace
}  // namespace parley
