// SPDX-License-Identifier: Apache-2.0
#include "parley/speech/voice_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <future>
#include <thread>

#include "chunk_tape.hpp"
#include "parley/async/task_group.hpp"
#include "spoken_sound.hpp"
#include "support/plain_meters.hpp"

namespace parley {
namespace {

using test::heard_from;

// Speaks what the test puts on its tapes, one tape a request.
class DictatedVoice final : public Synthesizer {
 public:
  Result<std::unique_ptr<SpeechStream>> speak(SpeechRequest request) override {
    std::scoped_lock lock(mutex_);
    if (request.voice == "unknown") return Error{Fault::not_found, "no such voice"};
    asked_.push_back(request);
    auto tape = std::make_shared<ChunkTape>();  // owned by the test's voice and by its stream
    tapes_.push_back(tape);
    return std::unique_ptr<SpeechStream>(std::make_unique<Stream>(std::move(tape), streams_));
  }
  std::vector<std::string> voices() const override { return {"dictated"}; }
  SynthesizerState state() const override { return {true, "dictated", "", ""}; }

  ChunkTape& tape(std::size_t index) {
    std::scoped_lock lock(mutex_);
    return *tapes_.at(index);
  }
  std::size_t asked() const {
    std::scoped_lock lock(mutex_);
    return asked_.size();
  }
  // Of the stream's lifetime: shared with the test, which outlives the voice.
  explicit DictatedVoice(std::atomic<int>& streams) : streams_(streams) {}

 private:
  class Stream final : public SpeechStream {
   public:
    Stream(std::shared_ptr<ChunkTape> tape, std::atomic<int>& streams) : tape_(std::move(tape)), streams_(streams) {
      ++streams_;
    }
    ~Stream() override { --streams_; }
    Task<Result<std::shared_ptr<const SpokenChunk>>> next() override {
      auto chunk = co_await tape_->at(next_);
      ++next_;
      co_return chunk;
    }

   private:
    std::shared_ptr<ChunkTape> tape_;
    std::atomic<int>& streams_;
    std::size_t next_ = 0;
  };

  mutable std::mutex mutex_;
  std::vector<SpeechRequest> asked_;
  std::vector<std::shared_ptr<ChunkTape>> tapes_;
  std::atomic<int>& streams_;
};

ChunkTape::Chunk chunk_of(std::size_t samples, std::int16_t value, std::vector<WordMark> words = {}) {
  auto chunk = std::make_shared<SpokenChunk>();
  chunk->samples.assign(samples, value);
  chunk->words = std::move(words);
  return chunk;
}

SpeechRequest request_for(std::string text, std::string voice = "dictated", SampleRate rate = SampleRate::hz_8000) {
  SpeechRequest request;
  request.voice = std::move(voice);
  request.text = std::move(text);
  request.rate = rate;
  return request;
}

class VoiceCaching : public testing::Test {
 protected:
  explicit VoiceCaching(std::size_t capacity = 1 << 20) {
    auto engine = std::make_unique<DictatedVoice>(streams);
    voice = engine.get();
    VoiceCacheSettings settings;
    settings.capacity_bytes = capacity;
    cache = create_voice_cache(std::move(engine), settings, &meters);
  }
  std::unique_ptr<SpeechStream> speak(const std::string& text) {
    auto stream = cache->speak(request_for(text));
    return stream ? std::move(*stream) : nullptr;
  }
  // Has the next utterance that the engine is asked for spoken whole.
  void keep(const std::string& text, std::size_t samples = 100) {
    const auto index = voice->asked();
    auto stream = speak(text);
    voice->tape(index).append(chunk_of(samples, 1));
    voice->tape(index).finish();
    heard_from(*stream);
  }
  bool has(const std::string& text) {
    const auto before = voice->asked();
    auto stream = speak(text);
    if (stream->from_cache()) return true;
    EXPECT_EQ(voice->asked(), before + 1);
    voice->tape(before).fail({Fault::unavailable, "only asked whether it is there"});
    heard_from(*stream);
    return false;
  }
  Result<void> prepared(const std::string& text) {
    asio::io_context loop;
    auto done = asio::co_spawn(loop, cache->prepare(request_for(text)), asio::use_future);
    loop.run();
    return done.get();
  }
  std::uint64_t count(const char* what) {
    return meters.counter("parley_voice_cache_" + std::string(what) + "_total", "", {}).value();
  }

  std::atomic<int> streams = 0;
  test::PlainMeters meters;
  DictatedVoice* voice = nullptr;
  std::unique_ptr<VoiceCache> cache;
};

class SmallVoiceCache : public VoiceCaching {
 protected:
  SmallVoiceCache() : VoiceCaching(3 * 1024) {}
};

TEST_F(VoiceCaching, SpeaksARepeatedTextAtOnceAndWithoutTheEngine) {
  auto first = speak("hello");
  EXPECT_FALSE(first->from_cache());
  voice->tape(0).append(chunk_of(100, 1, {{2, 50}}));
  voice->tape(0).append(chunk_of(60, 2, {{5, 160}}));
  voice->tape(0).finish();
  const auto heard = heard_from(*first);
  EXPECT_EQ(heard.chunk_sizes, (std::vector<std::size_t>{100, 60}));

  auto second = speak("hello");
  EXPECT_TRUE(second->from_cache());
  const auto again = heard_from(*second);
  EXPECT_EQ(again.chunk_sizes, (std::vector<std::size_t>{160}));
  EXPECT_EQ(again.samples, heard.samples);
  EXPECT_EQ(again.words, heard.words);
  EXPECT_EQ(voice->asked(), 1U);
  EXPECT_EQ(count("hits"), 1U);
  EXPECT_EQ(count("misses"), 1U);
}

TEST_F(VoiceCaching, GivesAHitWithoutLeavingTheLoop) {
  keep("hello");
  auto stream = speak("hello");
  asio::io_context loop;
  std::size_t heard = 0;
  auto listen = [&]() -> Task<void> {
    auto chunk = co_await stream->next();
    if (chunk && *chunk) heard = (*chunk)->samples.size();
  };
  auto done = asio::co_spawn(loop, listen(), asio::use_future);
  loop.run_one();
  EXPECT_EQ(heard, 100U);
}

TEST_F(VoiceCaching, SharesItsAudioWithAllWhoPlayIt) {
  keep("hello");
  const auto chunk_of_hit = [&] {
    auto stream = speak("hello");
    asio::io_context loop;
    auto chunk = asio::co_spawn(loop, stream->next(), asio::use_future);
    loop.run();
    return *chunk.get();
  };
  EXPECT_EQ(chunk_of_hit(), chunk_of_hit());
}

TEST_F(VoiceCaching, TellsVoiceRateAndTextApart) {
  auto a = cache->speak(request_for("hello"));
  auto b = cache->speak(request_for("hello", "other"));
  auto c = cache->speak(request_for("hello", "dictated", SampleRate::hz_16000));
  auto d = cache->speak(request_for("hello "));
  EXPECT_TRUE(a && b && c && d);
  EXPECT_EQ(voice->asked(), 4U);
}

TEST_F(VoiceCaching, LetsRequestsForTheSameJoinAndHearItAsItIsMade) {
  auto first = speak("hello");
  auto second = speak("hello");
  EXPECT_EQ(voice->asked(), 1U);
  EXPECT_EQ(count("joins"), 1U);
  EXPECT_FALSE(second->from_cache());
  std::promise<void> begun;
  test::SpokenSound late;
  std::thread listener([&] {
    asio::io_context loop;
    auto listen = [&]() -> Task<void> {
      auto chunk = co_await second->next();
      late.samples = (*chunk)->samples;
      begun.set_value();
      auto rest = co_await test::collect(*second);
      late.samples.insert(late.samples.end(), rest.samples.begin(), rest.samples.end());
    };
    auto done = asio::co_spawn(loop, listen(), asio::use_future);
    loop.run();
  });
  voice->tape(0).append(chunk_of(100, 1));
  begun.get_future().wait();  // heard before it is complete
  voice->tape(0).append(chunk_of(50, 2));
  voice->tape(0).finish();
  listener.join();
  EXPECT_EQ(heard_from(*first).samples, late.samples);
  EXPECT_EQ(late.samples.size(), 150U);
}

TEST_F(VoiceCaching, FinishesWhatNobodyListensToAnyMore) {
  auto stream = speak("hello");
  voice->tape(0).append(chunk_of(100, 1));
  stream.reset();
  voice->tape(0).append(chunk_of(50, 2));
  voice->tape(0).finish();
  EXPECT_TRUE(prepared("hello"));
  EXPECT_EQ(heard_from(*speak("hello")).samples.size(), 150U);
  EXPECT_EQ(voice->asked(), 1U);
}

TEST_F(VoiceCaching, DoesNotKeepFailures) {
  auto first = speak("hello");
  auto second = speak("hello");
  voice->tape(0).append(chunk_of(100, 1));
  voice->tape(0).fail({Fault::unavailable, "lost"});
  for (auto* stream : {first.get(), second.get()}) {
    const auto heard = heard_from(*stream);
    EXPECT_EQ(heard.samples.size(), 100U);
    ASSERT_TRUE(heard.failure);
    EXPECT_EQ(heard.failure->message, "lost");
  }
  EXPECT_EQ(cache->bytes(), 0U);
  EXPECT_FALSE(has("hello"));
}

TEST_F(VoiceCaching, PassesOnWhatTheEngineRefuses) {
  for (int i = 0; i < 2; ++i) {
    const auto refused = cache->speak(request_for("hello", "unknown"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::not_found);
  }
  EXPECT_EQ(cache->voices(), std::vector<std::string>{"dictated"});
  EXPECT_EQ(cache->state().engine, "dictated");
}

TEST_F(VoiceCaching, PreparesUntilTheSpeechIsThere) {
  asio::io_context loop;
  auto prepare = asio::co_spawn(loop, cache->prepare(request_for("hello")), asio::use_future);
  loop.poll();
  EXPECT_EQ(prepare.wait_for(std::chrono::seconds{0}), std::future_status::timeout);
  voice->tape(0).append(chunk_of(100, 1));
  voice->tape(0).finish();
  loop.restart();
  loop.run();
  EXPECT_TRUE(prepare.get());
  EXPECT_TRUE(speak("hello")->from_cache());
  EXPECT_TRUE(prepared("hello"));
  EXPECT_EQ(count("misses"), 0U) << "preparing is no request of a caller";
}

TEST_F(VoiceCaching, SaysWhyItCannotPrepare) {
  asio::io_context loop;
  auto refused = asio::co_spawn(loop, cache->prepare(request_for("hello", "unknown")), asio::use_future);
  auto broken = asio::co_spawn(loop, cache->prepare(request_for("hello")), asio::use_future);
  loop.poll();
  voice->tape(0).fail({Fault::unavailable, "lost"});
  loop.restart();
  loop.run();
  EXPECT_EQ(refused.get().error().fault, Fault::not_found);
  EXPECT_EQ(broken.get().error().message, "lost");
}

TEST_F(SmallVoiceCache, ForgetsTheLeastRecentlySpokenFirst) {
  keep("one", 300);  // about 860 bytes each
  keep("two", 300);
  keep("three", 300);
  EXPECT_LE(cache->bytes(), 3U * 1024);
  EXPECT_TRUE(has("one"));
  keep("four", 300);
  EXPECT_TRUE(has("one"));
  EXPECT_FALSE(has("two"));
  EXPECT_TRUE(has("three"));
  EXPECT_TRUE(has("four"));
  EXPECT_EQ(meters.gauge("parley_voice_cache_bytes", "", {}).value(), static_cast<std::int64_t>(cache->bytes()));
  EXPECT_GT(cache->bytes(), 3U * 600);
}

TEST_F(SmallVoiceCache, KeepsTheRestWhenOneUtteranceIsTooBigForIt) {
  keep("one", 300);
  auto stream = speak("an epic");
  voice->tape(1).append(chunk_of(5000, 1));
  voice->tape(1).finish();
  EXPECT_EQ(heard_from(*stream).samples.size(), 5000U);
  EXPECT_FALSE(has("an epic"));
  EXPECT_TRUE(has("one"));

  asio::io_context loop;
  auto prepare = asio::co_spawn(loop, cache->prepare(request_for("an epic")), asio::use_future);
  loop.poll();
  voice->tape(3).append(chunk_of(5000, 1));
  voice->tape(3).finish();
  loop.restart();
  loop.run();
  EXPECT_EQ(prepare.get().error().fault, Fault::exhausted);
}

TEST_F(SmallVoiceCache, PlaysOnWhatItHasForgotten) {
  keep("one", 300);
  auto stream = speak("one");
  for (const auto* other : {"two", "three", "four"}) keep(other, 300);
  EXPECT_FALSE(has("one"));
  EXPECT_EQ(heard_from(*stream).samples.size(), 300U);
}

TEST_F(VoiceCaching, LetsAListenerGoWhileOthersWait) {
  auto first = speak("hello");
  auto second = speak("hello");
  {
    asio::io_context loop;
    TaskGroup group(loop.get_executor());
    auto listen = [](SpeechStream& stream) -> Task<void> { co_await test::collect(stream); };
    group.start(listen(*second));
    loop.poll();
    group.stop();
    loop.restart();
    loop.run();
    second.reset();
  }
  voice->tape(0).append(chunk_of(100, 1));
  voice->tape(0).finish();
  EXPECT_EQ(heard_from(*first).samples.size(), 100U);
}

TEST_F(VoiceCaching, EndsWithUtterancesInTheMaking) {
  auto first = speak("hello");
  auto second = speak("good bye");
  voice->tape(0).append(chunk_of(100, 1));
  EXPECT_EQ(streams, 2);
  cache.reset();
  EXPECT_EQ(streams, 0);
  const auto heard = heard_from(*first);
  ASSERT_TRUE(heard.failure);
  EXPECT_EQ(heard.failure->fault, Fault::closed);
}

TEST_F(VoiceCaching, ServesSeveralLoopsAtOnce) {
  constexpr int kTexts = 20;
  std::atomic<int> complete = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < kTexts; ++i) {
        if (heard_from(*speak("text " + std::to_string(i))).samples.size() == 300) ++complete;
      }
    });
  }
  for (int i = 0; i < kTexts; ++i) {
    while (voice->asked() <= static_cast<std::size_t>(i)) std::this_thread::yield();
    for (std::int16_t part = 0; part < 3; ++part) voice->tape(static_cast<std::size_t>(i)).append(chunk_of(100, part));
    voice->tape(static_cast<std::size_t>(i)).finish();
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(complete, 4 * kTexts);
  EXPECT_EQ(voice->asked(), static_cast<std::size_t>(kTexts));
  EXPECT_EQ(count("hits") + count("joins") + count("misses"), 4U * kTexts);
}

}  // namespace
}  // namespace parley
