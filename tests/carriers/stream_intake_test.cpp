// SPDX-License-Identifier: Apache-2.0
#include "stream_intake.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Taken = StreamIntake::Taken;

std::vector<std::uint8_t> loud(std::size_t count) { return std::vector<std::uint8_t>(count, 0x80); }

struct Frames {
  int voiced = 0;
  int concealed = 0;
  std::int64_t last = -160;
  bool in_order = true;
};
Frames drain(StreamIntake& intake) {
  Frames frames;
  std::int64_t expected = -1;
  while (const auto* frame = intake.take()) {
    if (expected >= 0 && frame->starts_at.samples != expected) frames.in_order = false;
    expected = frame->starts_at.samples + 160;
    frames.last = frame->starts_at.samples;
    EXPECT_EQ(frame->count, 160);
    ++(frame->concealed ? frames.concealed : frames.voiced);
  }
  return frames;
}

TEST(StreamIntake, CutsPiecesOfAnyLengthIntoFrames) {
  StreamIntake intake;
  EXPECT_EQ(intake.put(1, 0, loud(100)), Taken::taken);
  EXPECT_EQ(drain(intake).voiced, 0);
  EXPECT_EQ(intake.put(2, 12, loud(60)), Taken::taken);
  EXPECT_EQ(drain(intake).voiced, 1);
  EXPECT_EQ(intake.put(3, 20, loud(8000)), Taken::taken);
  const auto frames = drain(intake);
  EXPECT_EQ(frames.voiced, 50);
  EXPECT_EQ(frames.last, 50 * 160);
  EXPECT_TRUE(frames.in_order);
  EXPECT_EQ(intake.put(4, 1020, loud(8001)), Taken::too_long);
  EXPECT_EQ(intake.put(4, 1020, {}), Taken::taken);
}

TEST(StreamIntake, KeepsTheSamples) {
  StreamIntake intake;
  std::vector<std::uint8_t> ramp;
  for (int i = 0; i < 160; ++i) ramp.push_back(static_cast<std::uint8_t>(i));
  intake.put(std::nullopt, std::nullopt, std::span(ramp).first(70));
  intake.put(std::nullopt, std::nullopt, std::span(ramp).subspan(70));
  const auto* frame = intake.take();
  ASSERT_NE(frame, nullptr);
  StreamIntake whole;
  whole.put(std::nullopt, std::nullopt, ramp);
  const auto* same = whole.take();
  EXPECT_TRUE(std::equal(frame->used().begin(), frame->used().end(), same->used().begin(), same->used().end()));
  EXPECT_NE(frame->samples[0], frame->samples[159]);
}

TEST(StreamIntake, WhatCameAlreadyOrTooLateIsTold) {
  StreamIntake intake;
  EXPECT_EQ(intake.put(5, 0, loud(160)), Taken::taken);
  EXPECT_EQ(intake.put(5, 0, loud(160)), Taken::late);
  EXPECT_EQ(intake.put(4, 0, loud(160)), Taken::late);
  EXPECT_EQ(intake.put(8, 60, loud(160)), Taken::taken);
  EXPECT_EQ(intake.lost(), 2U);
  EXPECT_EQ(intake.put(1'000'000, 80, loud(160)), Taken::wild);
  EXPECT_EQ(intake.put(9, 80, loud(160)), Taken::taken) << "a wild number leaves no trace";
}

TEST(StreamIntake, AWildNumberAtFirstCostsFourPieces) {
  StreamIntake intake;
  intake.put(1'000'000, 0, loud(160));
  for (std::uint64_t i = 1; i <= 4; ++i) EXPECT_EQ(intake.put(i, i * 20, loud(160)), Taken::late) << i;
  for (std::uint64_t i = 5; i <= 20; ++i) EXPECT_EQ(intake.put(i, i * 20, loud(160)), Taken::taken) << i;
  EXPECT_EQ(intake.put(20, 400, loud(160)), Taken::late);
}

TEST(StreamIntake, GapsByTheTimestampsBecomeSilence) {
  StreamIntake intake;
  intake.put(1, 1000, loud(160));
  EXPECT_EQ(drain(intake).voiced, 1);
  intake.put(4, 1060, loud(160));
  const auto frames = drain(intake);
  EXPECT_EQ(frames.concealed, 2);
  EXPECT_EQ(frames.voiced, 1);
  intake.put(5, 1080 + 3'600'000, loud(160));
  EXPECT_EQ(drain(intake).concealed, 50) << "no more than a second";
  intake.put(6, 10, loud(160));
  EXPECT_EQ(drain(intake).voiced, 1) << "a timestamp that falls costs nothing";
}

TEST(StreamIntake, TimestampsThatWobbleAreNoGap) {
  StreamIntake intake;
  for (std::uint64_t i = 0; i < 100; ++i) intake.put(i, i * 20 + (i % 3) * 5, loud(160));
  const auto frames = drain(intake);
  EXPECT_EQ(frames.concealed, 0);
}

TEST(StreamIntake, RestsCountForTheGapTheyWereMadeFor) {
  StreamIntake intake;
  intake.put(1, 0, loud(160));
  for (int i = 0; i < 5; ++i) intake.rest();
  EXPECT_EQ(drain(intake).concealed, 5);
  intake.put(2, 120, loud(160));  // 100 ms were left out, and heard as silence already
  EXPECT_EQ(drain(intake).concealed, 0);
  for (int i = 0; i < 5; ++i) intake.rest();
  drain(intake);
  intake.put(3, 140, loud(160));  // nothing was left out: it only came late
  const auto frames = drain(intake);
  EXPECT_EQ(frames.voiced, 1);
  EXPECT_EQ(frames.concealed, 0);
}

TEST(StreamIntake, NobodyTakingFramesIsHarmless) {
  StreamIntake intake;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    intake.put(i, i * 3000, loud(8000));
    intake.rest();
  }
  drain(intake);
}

}  // namespace
}  // namespace parley
