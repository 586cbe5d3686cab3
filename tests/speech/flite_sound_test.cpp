// SPDX-License-Identifier: Apache-2.0
#include "flite_sound.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "spoken_sound.hpp"

namespace parley {
namespace {

std::vector<std::int16_t> tone(std::size_t count, double amplitude, double rate) {
  std::vector<std::int16_t> samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    samples[i] = static_cast<std::int16_t>(amplitude * std::sin(6.2831853 * 500 * static_cast<double>(i) / rate));
  }
  return samples;
}

std::vector<std::int16_t> silence(std::size_t count) { return std::vector<std::int16_t>(count); }

TEST(FliteSound, LimitsSoftlyAndNeverWraps) {
  EXPECT_EQ(limited(0), 0);
  EXPECT_EQ(limited(16000), 16000);
  EXPECT_EQ(limited(-16000), -16000);
  EXPECT_EQ(limited(1e9F), 32700);
  EXPECT_EQ(limited(-1e9F), -32700);
  for (float x = 0; x < 100000; x += 100) EXPECT_LE(limited(x), limited(x + 100));
  EXPECT_GT(limited(30000), 24000);
}

TEST(FliteSound, BeginsAFewMillisecondsBeforeTheVoiceAndEndsSoonAfterIt) {
  for (const std::uint32_t engine_rate : {8000U, 16000U}) {
    for (const SampleRate rate : {SampleRate::hz_8000, SampleRate::hz_16000}) {
      FliteSound sound(engine_rate, rate, 1);
      sound.push(silence(engine_rate / 5));
      sound.push(tone(engine_rate / 2, 6000, engine_rate));
      sound.push(silence(engine_rate / 3));
      sound.finish();
      const auto chunk = sound.take();
      EXPECT_EQ(chunk.rate, rate);
      const auto per_ms = hertz(rate) / 1000.0;
      const auto found = test::loudness(chunk.samples, hertz(rate) / 200);
      EXPECT_LE(static_cast<double>(found.first_voiced) / per_ms, 15) << engine_rate;
      EXPECT_GE(static_cast<double>(found.first_voiced) / per_ms, 3) << engine_rate;
      EXPECT_NEAR(static_cast<double>(found.voiced_end - found.first_voiced) / per_ms, 500, 12);
      EXPECT_NEAR(static_cast<double>(chunk.samples.size() - found.voiced_end) / per_ms, 60, 6);
      EXPECT_EQ(chunk.samples.back(), 0);
    }
  }
}

TEST(FliteSound, KeepsPausesInsideTheSpeech) {
  FliteSound sound(8000, SampleRate::hz_8000, 1);
  sound.push(tone(4000, 6000, 8000));
  sound.push(silence(4000));
  const auto before = sound.take().samples.size();
  EXPECT_EQ(before, 4000U);  // the pause is held back: it might be the end
  sound.push(tone(4000, 6000, 8000));
  EXPECT_EQ(sound.take().samples.size(), 8000U);
}

TEST(FliteSound, TellsMarksWithTheChunkThatReachesThem) {
  FliteSound sound(8000, SampleRate::hz_8000, 1);
  sound.start_sentence();
  sound.push(silence(1600));  // 200 ms, of which 8 stay: 1536 samples go
  sound.mark(5, 0.3);
  sound.mark(9, 0.7);
  sound.push(tone(2400, 6000, 8000));
  auto chunk = sound.take();
  ASSERT_EQ(chunk.words.size(), 1U);
  EXPECT_EQ(chunk.words[0], (WordMark{5, 2400 - 1536}));
  sound.push(tone(1600, 6000, 8000));
  chunk = sound.take();
  ASSERT_EQ(chunk.words.size(), 1U);
  EXPECT_EQ(chunk.words[0], (WordMark{9, 5600 - 1536}));
  sound.start_sentence();
  sound.mark(20, 99);  // beyond the end: told with the last chunk, inside the sound
  sound.push(tone(800, 6000, 8000));
  const auto so_far = 4064 + static_cast<std::int64_t>(sound.take().samples.size());
  sound.finish();
  chunk = sound.take();
  ASSERT_EQ(chunk.words.size(), 1U);
  EXPECT_EQ(chunk.words[0], (WordMark{20, so_far + static_cast<std::int64_t>(chunk.samples.size())}));
}

TEST(FliteSound, CountsASentenceFromWhereItStarted) {
  FliteSound sound(16000, SampleRate::hz_8000, 1);
  sound.start_sentence();
  sound.push(tone(16000, 6000, 16000));
  sound.start_sentence();
  sound.mark(4, 0.5);
  sound.push(tone(16000, 6000, 16000));
  const auto chunk = sound.take();
  ASSERT_EQ(chunk.words.size(), 1U);
  EXPECT_NEAR(static_cast<double>(chunk.words[0].sample_end), 12000, 41);
}

TEST(FliteSound, MakesAShortSilenceOfNothing) {
  FliteSound sound(16000, SampleRate::hz_8000, 1);
  sound.mark(3, 0);
  sound.finish();
  const auto chunk = sound.take();
  EXPECT_EQ(chunk.samples, silence(480));
  ASSERT_EQ(chunk.words.size(), 1U);
  EXPECT_EQ(chunk.words[0], (WordMark{3, 0}));
}

}  // namespace
}  // namespace parley
