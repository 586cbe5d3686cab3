// SPDX-License-Identifier: Apache-2.0
// Synthesized speech kept by voice, rate and text.
#include "parley/speech/voice_cache.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <exception>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "chunk_tape.hpp"
#include "parley/async/event_loops.hpp"
#include "parley/async/task_group.hpp"

namespace parley {
namespace {

using Chunk = ChunkTape::Chunk;

struct Less {
  bool operator()(const SpeechRequest& a, const SpeechRequest& b) const {
    return std::tie(a.voice, a.rate, a.text) < std::tie(b.voice, b.rate, b.text);
  }
};

struct CacheMeters {
  explicit CacheMeters(Meters& meters)
      : hits(meters.counter("parley_voice_cache_hits_total", "Utterances that were there from the start")),
        joins(meters.counter("parley_voice_cache_joins_total", "Utterances that were just being synthesized")),
        misses(meters.counter("parley_voice_cache_misses_total", "Utterances that had to be synthesized")),
        bytes(meters.gauge("parley_voice_cache_bytes", "Memory of the utterances that are kept")) {}
  Counter& hits;
  Counter& joins;
  Counter& misses;
  Gauge& bytes;
};

// All chunks as one, so that a hit gives everything at once.
Chunk joined(const std::vector<Chunk>& chunks) {
  auto whole = std::make_shared<SpokenChunk>();
  std::size_t samples = 0;
  std::size_t words = 0;
  for (const auto& chunk : chunks) {
    samples += chunk->samples.size();
    words += chunk->words.size();
  }
  whole->samples.reserve(samples);
  whole->words.reserve(words);
  for (const auto& chunk : chunks) {
    whole->rate = chunk->rate;
    whole->samples.insert(whole->samples.end(), chunk->samples.begin(), chunk->samples.end());
    whole->words.insert(whole->words.end(), chunk->words.begin(), chunk->words.end());
  }
  return whole;
}

std::size_t memory_of(const SpeechRequest& request, const SpokenChunk& whole) {
  constexpr std::size_t kBookkeeping = 256;  // nodes and control blocks, roughly
  return kBookkeeping + request.voice.size() + request.text.size() + whole.samples.size() * sizeof(std::int16_t) +
         whole.words.size() * sizeof(WordMark);
}

class KeptSpeech final : public SpeechStream {
 public:
  explicit KeptSpeech(Chunk whole) : whole_(std::move(whole)) {}
  Task<Result<Chunk>> next() override { co_return std::exchange(whole_, nullptr); }
  bool from_cache() const override { return true; }

 private:
  Chunk whole_;  // owned by the cache, too, until it is forgotten there
};

class SpeechInTheMaking final : public SpeechStream {
 public:
  explicit SpeechInTheMaking(std::shared_ptr<ChunkTape> tape) : tape_(std::move(tape)) {}
  Task<Result<Chunk>> next() override {
    const auto tape = tape_;
    auto chunk = co_await tape->at(next_);
    if (chunk && *chunk) ++next_;
    co_return chunk;
  }

 private:
  std::shared_ptr<ChunkTape> tape_;  // owned by those who hear it and by the coroutine that writes it
  std::size_t next_ = 0;
};

// What the cache knows of one request.
struct Entry {
  std::shared_ptr<ChunkTape> tape;  // while it is being made
  Chunk whole;                      // once it is made
  std::size_t bytes = 0;
  std::list<const SpeechRequest*>::iterator age;  // valid once it is made
};

class SpokenReplies final : public VoiceCache {
 public:
  SpokenReplies(std::unique_ptr<Synthesizer> engine, VoiceCacheSettings settings, Meters* meters)
      : engine_(std::move(engine)), settings_(settings), loop_("voice-cache", Scheduling::normal), makers_(executor()) {
    if (meters) meters_.emplace(*meters);
  }
  ~SpokenReplies() override {
    // Pulls end on their own loop; the engine's streams are gone with them.
    asio::co_spawn(executor(), stop_making(), asio::use_future).wait();
    loop_.join();
  }

  Result<std::unique_ptr<SpeechStream>> speak(SpeechRequest request) override;
  Task<Result<void>> prepare(SpeechRequest request) override;
  std::size_t bytes() const override {
    std::scoped_lock lock(mutex_);
    return bytes_;
  }
  std::vector<std::string> voices() const override { return engine_->voices(); }
  SynthesizerState state() const override { return engine_->state(); }

 private:
  struct Found {
    Chunk whole;
    std::shared_ptr<ChunkTape> tape;
    bool ours = false;  // to make
  };

  Executor executor() { return loop_.executor(); }
  Found find(const SpeechRequest& request);
  // Of an entry that find() said is ours to make.
  Result<void> begin(SpeechRequest request, const std::shared_ptr<ChunkTape>& tape);
  Task<void> make(SpeechRequest request, std::unique_ptr<SpeechStream> source, std::shared_ptr<ChunkTape> tape);
  Task<std::optional<Error>> copy(SpeechStream& source, ChunkTape& tape);
  Task<void> stop_making();
  void keep(const SpeechRequest& request, Chunk whole);
  bool keeps(const SpeechRequest& request) const;
  void forget(const SpeechRequest& request);  // what is not made
  void forget_oldest();

  std::unique_ptr<Synthesizer> engine_;
  VoiceCacheSettings settings_;
  std::optional<CacheMeters> meters_;
  mutable std::mutex mutex_;
  std::map<SpeechRequest, Entry, Less> entries_;
  std::list<const SpeechRequest*> ages_;  // keys of what is made; the front was spoken last
  std::size_t bytes_ = 0;

  EventLoop loop_;    // where the engine is listened to, whoever asked
  TaskGroup makers_;  // on loop_ only
};

SpokenReplies::Found SpokenReplies::find(const SpeechRequest& request) {
  std::scoped_lock lock(mutex_);
  const auto known = entries_.find(request);
  if (known == entries_.end()) {
    Entry entry;
    entry.tape = std::make_shared<ChunkTape>();
    const auto tape = entry.tape;
    entries_.emplace(request, std::move(entry));
    return {nullptr, tape, true};
  }
  Entry& entry = known->second;
  if (entry.whole) ages_.splice(ages_.begin(), ages_, entry.age);
  return {entry.whole, entry.tape, false};
}

Result<std::unique_ptr<SpeechStream>> SpokenReplies::speak(SpeechRequest request) {
  auto found = find(request);
  if (meters_) (found.whole ? meters_->hits : found.ours ? meters_->misses : meters_->joins).add();
  if (found.whole) return std::unique_ptr<SpeechStream>(std::make_unique<KeptSpeech>(std::move(found.whole)));
  if (found.ours) {
    auto begun = begin(std::move(request), found.tape);
    if (!begun) return begun.error();
  }
  return std::unique_ptr<SpeechStream>(std::make_unique<SpeechInTheMaking>(std::move(found.tape)));
}

Task<Result<void>> SpokenReplies::prepare(SpeechRequest request) {
  const auto found = find(request);
  if (found.whole) co_return Result<void>{};
  if (found.ours) {
    auto begun = begin(request, found.tape);
    if (!begun) co_return begun.error();
  }
  for (std::size_t i = 0;; ++i) {
    auto chunk = co_await found.tape->at(i);
    if (!chunk) co_return chunk.error();
    if (!*chunk) break;
  }
  if (keeps(request)) co_return Result<void>{};
  co_return Error{Fault::exhausted, "the voice cache of " + std::to_string(settings_.capacity_bytes) +
                                        " bytes has no room for '" + request.text + "'"};
}

Result<void> SpokenReplies::begin(SpeechRequest request, const std::shared_ptr<ChunkTape>& tape) {
  auto source = engine_->speak(request);
  if (!source) {
    forget(request);
    tape->fail(source.error());  // others may have joined meanwhile
    return source.error();
  }
  asio::post(executor(), [this, made = make(std::move(request), std::move(*source), tape)]() mutable {
    makers_.start(std::move(made));
  });
  return Result<void>{};
}

Task<void> SpokenReplies::make(SpeechRequest request, std::unique_ptr<SpeechStream> source,
                               std::shared_ptr<ChunkTape> tape) {
  std::exception_ptr broken;
  std::optional<Error> problem;
  try {
    problem = co_await copy(*source, *tape);
    // First kept, then finished: who hears the end finds it in the cache.
    if (!problem) keep(request, joined(tape->chunks()));
  } catch (...) {
    broken = std::current_exception();
  }
  if (is_cancellation(broken)) {
    problem = Error{Fault::closed, "the voice was stopped"};
  } else if (broken) {
    problem = Error{Fault::unavailable, "the voice broke down"};
  }
  if (!problem) co_return tape->finish();
  forget(request);
  tape->fail(std::move(*problem));
}

Task<std::optional<Error>> SpokenReplies::copy(SpeechStream& source, ChunkTape& tape) {
  for (;;) {
    auto chunk = co_await source.next();
    if (!chunk) co_return chunk.error();
    if (!*chunk) co_return std::nullopt;
    tape.append(std::move(*chunk));
  }
}

Task<void> SpokenReplies::stop_making() {
  makers_.stop();
  co_await makers_.join();
}

void SpokenReplies::keep(const SpeechRequest& request, Chunk whole) {
  std::scoped_lock lock(mutex_);
  const auto made = entries_.find(request);
  const auto size = memory_of(request, *whole);
  if (size > settings_.capacity_bytes) {
    entries_.erase(made);  // would only push everything else out
    return;
  }
  Entry& entry = made->second;
  entry.tape.reset();
  entry.whole = std::move(whole);
  entry.bytes = size;
  entry.age = ages_.insert(ages_.begin(), &made->first);
  bytes_ += size;
  while (bytes_ > settings_.capacity_bytes) forget_oldest();
  if (meters_) meters_->bytes.set(static_cast<std::int64_t>(bytes_));
}

bool SpokenReplies::keeps(const SpeechRequest& request) const {
  std::scoped_lock lock(mutex_);
  const auto known = entries_.find(request);
  return known != entries_.end() && known->second.whole;
}

void SpokenReplies::forget(const SpeechRequest& request) {
  std::scoped_lock lock(mutex_);
  entries_.erase(request);
}

void SpokenReplies::forget_oldest() {
  const auto oldest = entries_.find(*ages_.back());
  ages_.pop_back();
  bytes_ -= oldest->second.bytes;
  entries_.erase(oldest);
}

}  // namespace

std::unique_ptr<VoiceCache> create_voice_cache(std::unique_ptr<Synthesizer> engine, VoiceCacheSettings settings,
                                               Meters* meters) {
  return std::make_unique<SpokenReplies>(std::move(engine), settings, meters);
}

}  // namespace parley
