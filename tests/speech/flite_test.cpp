// SPDX-License-Identifier: Apache-2.0
#include "parley/speech/flite.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <numeric>
#include <thread>

#include "parley/async/event_loops.hpp"
#include "parley/async/task_group.hpp"
#include "spoken_sound.hpp"
#include "support/plain_meters.hpp"

namespace parley {
namespace {

using test::heard_from;
using test::loudness;

const std::string kText = "Hello, we are open from 8 to 6. Your HVAC check costs $25.50!";

std::unique_ptr<SpeechStream> spoken(Synthesizer& flite, const std::string& voice, const std::string& text,
                                     SampleRate rate = SampleRate::hz_8000) {
  SpeechRequest request;
  request.voice = voice;
  request.text = text;
  request.rate = rate;
  auto stream = flite.speak(std::move(request));
  return stream ? std::move(*stream) : nullptr;
}

TEST(Flite, SpeaksAtOnceLoudEnoughAndStopsSoonAfterTheLastWord) {
  auto flite = create_flite({}, Log());
  for (const auto& voice : flite->voices()) {
    auto stream = spoken(*flite, voice, kText);
    ASSERT_TRUE(stream);
    EXPECT_FALSE(stream->from_cache());
    const auto sound = heard_from(*stream);
    EXPECT_FALSE(sound.failure);
    const auto found = loudness(sound.samples, 40);
    EXPECT_GT(sound.samples.size(), 8000U * 4);
    EXPECT_LT(sound.samples.size(), 8000U * 12);
    EXPECT_LE(found.first_voiced, 160U) << voice;  // 20 ms
    EXPECT_LE(sound.samples.size() - found.voiced_end, 800U) << voice;
    EXPECT_NEAR(found.voiced_dbfs, -20, 2.5) << voice;
    EXPECT_LT(found.peak, 32701) << voice;
    EXPECT_GT(sound.chunk_sizes.size(), 3U) << voice;
    EXPECT_LT(sound.chunk_sizes.front(), 8000U) << voice;
  }
}

TEST(Flite, MarksEveryWordInOrderUpToTheEndOfTheText) {
  auto flite = create_flite({}, Log());
  for (const auto& voice : flite->voices()) {
    auto stream = spoken(*flite, voice, kText);
    std::int64_t samples = 0;
    std::vector<WordMark> marks;
    const auto sound = heard_from(*stream);
    samples = static_cast<std::int64_t>(sound.samples.size());
    marks = sound.words;
    ASSERT_EQ(marks.size(), 13U) << voice;
    EXPECT_EQ(marks.front().text_end, 6U);
    EXPECT_EQ(marks.back().text_end, kText.size());
    EXPECT_LE(marks.back().sample_end, samples);
    EXPECT_GE(marks.back().sample_end, samples - 1200) << voice;
    WordMark last;
    for (const auto& mark : marks) {
      EXPECT_GT(mark.text_end, last.text_end);
      EXPECT_GT(mark.sample_end, last.sample_end);
      last = mark;
    }
  }
}

TEST(Flite, SpeaksAtTheRateThatWasAsked) {
  auto flite = create_flite({}, Log());
  for (const auto* voice : {"kal16", "kal"}) {
    const auto narrow = heard_from(*spoken(*flite, voice, kText)).samples.size();
    const auto wide = heard_from(*spoken(*flite, voice, kText, SampleRate::hz_16000)).samples.size();
    EXPECT_NEAR(static_cast<double>(wide) / static_cast<double>(narrow), 2, 0.02) << voice;
  }
  SpeechRequest request;
  request.voice = "slt";
  request.text = "hello";
  request.rate = SampleRate::hz_48000;
  const auto refused = flite->speak(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::unsupported);
}

TEST(Flite, NamesItsVoicesWhenAskedForAnother) {
  auto flite = create_flite({}, Log());
  SpeechRequest request;
  request.voice = "alloy";
  request.text = "hello";
  const auto refused = flite->speak(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::not_found);
  for (const auto* known : {"alloy", "slt", "rms", "awb", "kal16", "kal"}) {
    EXPECT_NE(refused.error().message.find(known), std::string::npos) << known;
  }
  EXPECT_TRUE(flite->state().ready);
}

TEST(Flite, RefusesATextThatIsTooLong) {
  FliteSettings settings;
  settings.longest_text_bytes = 20;
  auto flite = create_flite(settings, Log());
  SpeechRequest request;
  request.voice = "kal16";
  request.text = std::string(20, 'a');
  EXPECT_TRUE(flite->speak(request));
  request.text += 'a';
  const auto refused = flite->speak(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::invalid_input);
}

TEST(Flite, MakesAShortSilenceOfATextWithoutWords) {
  auto flite = create_flite({}, Log());
  for (const std::string text : {"", " ", "...", "\xF0\x9F\x98\x80", "\x01"}) {
    const auto sound = heard_from(*spoken(*flite, "slt", text));
    EXPECT_FALSE(sound.failure);
    EXPECT_EQ(sound.samples, std::vector<std::int16_t>(480));
    ASSERT_EQ(sound.words.size(), 1U);
    EXPECT_EQ(sound.words[0].text_end, text.size());
  }
}

TEST(Flite, MayBeDroppedAtAnyMoment) {
  test::PlainMeters meters;
  FliteSettings settings;
  settings.threads = 1;
  auto flite = create_flite(settings, Log(), &meters);
  std::string endless;
  for (int i = 0; i < 60; ++i) endless += "This goes on and on. ";
  const auto completed = [&] {
    std::uint64_t count = 0;
    auto& histogram = meters.histogram("parley_tts_synthesis_seconds", "", {}, {{"voice", "awb"}});
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) count += histogram.in_bucket(i);
    return count;
  };
  for (int chunks = 0; chunks < 4; ++chunks) {
    auto stream = spoken(*flite, "awb", endless);
    asio::io_context loop;
    auto listen = [&]() -> Task<void> {
      for (int i = 0; i < chunks; ++i) {
        auto chunk = co_await stream->next();
        EXPECT_TRUE(chunk && *chunk);
      }
    };
    auto done = asio::co_spawn(loop, listen(), asio::use_future);
    loop.run();
    stream.reset();
  }
  // The one thread comes to this only once it has let go of all the others.
  EXPECT_FALSE(heard_from(*spoken(*flite, "awb", "Hi")).failure);
  flite.reset();
  EXPECT_EQ(completed(), 1U);
}

TEST(Flite, LetsAListenerGoWhileItWaits) {
  auto flite = create_flite({}, Log());
  for (int round = 0; round < 20; ++round) {
    asio::io_context loop;
    TaskGroup group(loop.get_executor());
    auto stream = spoken(*flite, "slt", kText);
    auto listen = [](SpeechStream& from) -> Task<void> { co_await test::collect(from); };
    group.start(listen(*stream));
    loop.poll();
    group.stop();
    loop.restart();
    loop.run();
    EXPECT_TRUE(group.idle());
  }
}

TEST(Flite, EndsWhileItSpeaks) {
  for (int round = 0; round < 5; ++round) {
    auto flite = create_flite({}, Log());
    auto stream = spoken(*flite, "rms", kText);
    auto other = spoken(*flite, "slt", kText);
    stream.reset();
    other.reset();
  }
}

TEST(Flite, SpeaksToManyAtOnce) {
  test::PlainMeters meters;
  auto flite = create_flite({}, Log(), &meters);
  const auto alone = heard_from(*spoken(*flite, "slt", kText)).samples.size();
  std::vector<test::SpokenSound> heard(8);
  std::vector<std::thread> callers;
  for (auto& mine : heard) {
    callers.emplace_back([&] { mine = heard_from(*spoken(*flite, "slt", kText)); });
  }
  for (auto& caller : callers) caller.join();
  for (const auto& mine : heard) {
    EXPECT_FALSE(mine.failure);
    // The noise in the voice is random, so that the ends may move by a window.
    EXPECT_NEAR(static_cast<double>(mine.samples.size()), static_cast<double>(alone), 400);
    EXPECT_EQ(mine.words.size(), 13U);
  }
  EXPECT_EQ(meters.counter("parley_tts_utterances_total", "", {{"voice", "slt"}}).value(), 9U);
  auto& first = meters.histogram("parley_tts_first_chunk_seconds", "", {}, {{"voice", "slt"}});
  EXPECT_GT(first.sum_seconds(), 0);
}

}  // namespace
}  // namespace parley
