// SPDX-License-Identifier: Apache-2.0
#include "flite_voices.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "flite_sound.hpp"
#include "spoken_sound.hpp"

namespace parley {
namespace {

struct Heard {
  std::vector<std::int16_t> samples;
  std::vector<TimedWord> words;
  int pieces = 0;
  bool words_first = false;
  bool complete = false;
};

Heard heard_sentence(const FliteVoice& voice, std::string_view text, int stop_after = 1 << 30) {
  Heard heard;
  SentenceListener listener;
  listener.words = [&](std::span<const TimedWord> words) {
    heard.words_first = heard.samples.empty();
    heard.words.insert(heard.words.end(), words.begin(), words.end());
  };
  listener.sound = [&](std::span<const std::int16_t> samples) {
    heard.samples.insert(heard.samples.end(), samples.begin(), samples.end());
    return ++heard.pieces < stop_after;
  };
  heard.complete = speak_sentence(voice, spoken_sentences(text).front(), listener);
  return heard;
}

TEST(FliteVoices, TimeEveryPieceWithinTheSound) {
  for (const auto& voice : flite_voices()) {
    const auto heard = heard_sentence(voice, "Your HVAC costs $25.50 (call 555-1234), or { 10% } off");
    EXPECT_TRUE(heard.complete);
    EXPECT_TRUE(heard.words_first);
    ASSERT_EQ(heard.words.size(), 9U) << voice.name;
    EXPECT_EQ(heard.words.front().text_end, 4U);
    EXPECT_EQ(heard.words.back().text_end, 54U);
    double last = 0;
    for (const auto& word : heard.words) {
      EXPECT_GT(word.end_seconds, last) << voice.name;
      last = word.end_seconds;
    }
    const double length = static_cast<double>(heard.samples.size()) / voice.rate;
    EXPECT_LE(last, length + 0.02);
    EXPECT_GT(last, length - 0.5);
    EXPECT_GT(heard.pieces, 5) << "streams";
  }
}

TEST(FliteVoices, StopWhenTheListenerHasHeardEnough) {
  for (const auto& voice : flite_voices()) {
    const auto heard = heard_sentence(voice, "This sentence is much longer than anybody wants to hear", 2);
    EXPECT_FALSE(heard.complete) << voice.name;
    EXPECT_EQ(heard.pieces, 2) << voice.name;
  }
}

TEST(FliteVoices, RethrowWhatTheListenerThrows) {
  SentenceListener listener;
  listener.words = [](std::span<const TimedWord>) {};
  listener.sound = [](std::span<const std::int16_t>) -> bool { throw std::length_error("full"); };
  const auto sentence = spoken_sentences("Hello there").front();
  for (const auto& voice : flite_voices()) {
    EXPECT_THROW(speak_sentence(voice, sentence, listener), std::length_error) << voice.name;
  }
}

TEST(FliteVoices, SpeakEquallyLoud) {
  const char* const sentences[] = {
      "Thank you for calling Miller Heating and Cooling, how can I help you today?",
      "We are open from eight in the morning to six in the evening, Monday through Friday",
      "If you smell gas, leave the house right now and call nine one one from outside.",
      "A tune up costs $129.50 and takes about 90 minutes.",
  };
  for (const auto& voice : flite_voices()) {
    FliteSound sound(voice.rate, SampleRate::hz_8000, voice.gain);
    for (const char* sentence : sentences) sound.push(heard_sentence(voice, sentence).samples);
    sound.finish();
    const auto found = test::loudness(sound.take().samples, 40);
    EXPECT_NEAR(found.voiced_dbfs, -20, 1) << voice.name;
    EXPECT_LT(found.peak, 32701) << voice.name;
  }
}

TEST(FliteVoices, AreSharedByThreads) {
  for (const auto& voice : flite_voices()) {
    const auto alone = heard_sentence(voice, "Our technicians come within two hours, day and night");
    std::vector<Heard> heard(4);
    std::vector<std::thread> threads;
    for (auto& mine : heard) {
      threads.emplace_back(
          [&] { mine = heard_sentence(voice, "Our technicians come within two hours, day and night"); });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& mine : heard) {
      // Some voices draw their noise from a generator that all threads share, so only lengths and times are equal.
      EXPECT_EQ(mine.samples.size(), alone.samples.size()) << voice.name;
      ASSERT_EQ(mine.words.size(), alone.words.size());
      EXPECT_EQ(mine.words.back().end_seconds, alone.words.back().end_seconds);
    }
  }
}

TEST(FliteVoices, SurviveAnyText) {
  std::uint32_t state = 7;
  const auto voices = flite_voices();
  const auto& voice = voices[3];  // the fastest; all share text analysis and lexicon
  for (int round = 0; round < 60; ++round) {
    std::string text = "a";
    for (int i = 0; i < 40; ++i) {
      state = state * 1664525U + 1013904223U;
      static constexpr std::string_view kSigns = "0123456789abcXYZ.,:;!?'\"`()[]{}<>/\\|-_#$%^*~ ";
      text += kSigns[(state >> 16U) % kSigns.size()];
    }
    EXPECT_FALSE(heard_sentence(voice, text).samples.empty()) << text;
  }
}

}  // namespace
}  // namespace parley
