// SPDX-License-Identifier: Apache-2.0
#include "sound_match.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace parley::commands;

namespace {

using Samples = std::vector<std::int16_t>;

Samples speech(std::size_t count) {
  Samples samples;
  for (std::size_t n = 0; n < count; ++n) {
    const auto t = static_cast<double>(n);
    samples.push_back(static_cast<std::int16_t>(8000 * std::sin(t * 0.31) * std::sin(t * t * 0.00001) +
                                                static_cast<double>(n * 37 % 101)));
  }
  return samples;
}

Samples with_pause(const Samples& whole, std::size_t at, std::size_t pause, std::size_t lost = 0) {
  Samples heard(123, 0);  // the line before the agent speaks
  heard.insert(heard.end(), whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at));
  heard.insert(heard.end(), pause, 3);
  heard.insert(heard.end(), whole.begin() + static_cast<std::ptrdiff_t>(at + lost), whole.end());
  return heard;
}

TEST(SoundMatch, SpeechThatNothingHappenedToIsComplete) {
  const auto whole = speech(16000);
  const auto match = match_resumed(whole, whole);
  EXPECT_TRUE(match.complete);
  EXPECT_EQ(match.pauses, 0U);
  EXPECT_EQ(match.lost_samples, 0U);
}

TEST(SoundMatch, FindsThePauseAndThatNothingIsLost) {
  const auto whole = speech(16000);
  const auto match = match_resumed(whole, with_pause(whole, 6400, 4800));
  EXPECT_TRUE(match.complete);
  EXPECT_EQ(match.pauses, 1U);
  EXPECT_EQ(match.pause_samples, 4800U);
  EXPECT_EQ(match.lost_samples, 0U);
  EXPECT_NEAR(match.correlation, 1, 1e-9);
}

TEST(SoundMatch, FindsEveryPause) {
  const auto whole = speech(16000);
  const auto once = with_pause(whole, 6400, 1600);
  const auto match = match_resumed(whole, with_pause(once, 6400 + 123 + 1600 + 3200, 4800));
  EXPECT_TRUE(match.complete);
  EXPECT_EQ(match.pauses, 2U);
  EXPECT_EQ(match.pause_samples, 6400U);
  EXPECT_EQ(match.lost_samples, 0U);
}

TEST(SoundMatch, CountsWhatWasLostInThePause) {
  const auto whole = speech(16000);
  const auto match = match_resumed(whole, with_pause(whole, 6400, 4800, 160));
  EXPECT_EQ(match.lost_samples, 160U);
}

TEST(SoundMatch, SpeechThatWasBrokenOffIsNotComplete) {
  const auto whole = speech(16000);
  auto heard = whole;
  heard.resize(6400);
  EXPECT_FALSE(match_resumed(whole, heard).complete);
  const auto other = speech(5000);
  heard.insert(heard.end(), 9600, 3);
  heard.insert(heard.end(), other.begin(), other.end());
  EXPECT_FALSE(match_resumed(whole, heard).complete) << "something else was said";
}

TEST(SoundMatch, KnowsWhenAVoiceFallsSilent) {
  Samples sound(8000, 5000);  // a voice as far as loudness goes
  for (std::size_t n = 0; n < sound.size(); n += 2) sound[n] = -5000;
  sound.resize(16000, 0);
  EXPECT_EQ(falls_silent(sound, 4000, 2000), 8000U);
  EXPECT_EQ(falls_silent(sound, 12000, 2000), std::nullopt) << "nobody was speaking";
}

TEST(SoundMatch, TheVoicedPartBeginsAndEndsWithVoice) {
  Samples sound(800, 0);
  sound.insert(sound.end(), 1600, 9000);
  sound.resize(4000, 0);
  EXPECT_EQ(voiced_part(sound).size(), 1600U);
  EXPECT_TRUE(voiced_part(Samples(800, 0)).empty());
}

}  // namespace
