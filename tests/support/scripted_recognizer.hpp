// SPDX-License-Identifier: Apache-2.0
// An ear that hears what the test says: a partial at once, the final a while after the utterance was ended.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/async/queues.hpp"
#include "parley/speech/recognizer.hpp"

namespace parley::test {

class ScriptedRecognizer final : public Recognizer {
 public:
  explicit ScriptedRecognizer(Clock& clock) : clock_(clock) {}

  // Of the newest stream: what the running utterance sounds like from now on.
  void hears(std::string text, double completeness = 0.9) {
    now_heard_ = Transcript{};
    now_heard_.text = std::move(text);
    now_heard_.completeness = completeness;
    now_heard_.confidence = 0.9;
    now_heard_.words = {HeardWord{now_heard_.text, {}, {}, 0.9}};
    if (stream_) stream_->partial(now_heard_);
  }
  void breaks() {
    if (stream_) stream_->fail();
  }
  void never_finishes() { final_after_.reset(); }
  std::size_t frames() const { return frames_; }
  std::size_t discards() const { return discards_; }
  std::vector<HearingContext> contexts;

  SampleRate native_rate() const override { return SampleRate::hz_8000; }
  Task<Result<void>> learn(OrganizationSnapshot) override { co_return Result<void>{}; }
  Result<std::unique_ptr<RecognizerStream>> open(const OrganizationKey&, Executor home) override {
    if (!ready) return Error{Fault::unavailable, "no model"};
    auto stream = std::make_unique<Stream>(*this, std::move(home));
    stream_ = stream.get();
    return std::unique_ptr<RecognizerStream>(std::move(stream));
  }
  RecognizerState state() const override { return {ready, "scripted", "", ""}; }
  bool ready = true;

 private:
  class Stream final : public RecognizerStream {
   public:
    Stream(ScriptedRecognizer& owner, Executor home) : owner_(owner), results_(std::move(home), 64) {}
    ~Stream() override { owner_.stream_ = nullptr; }

    void hear(const AudioFrame&) noexcept override { ++owner_.frames_; }
    std::uint32_t end_utterance() override {
      ++utterance_;
      if (!owner_.final_after_) return utterance_;
      Transcript final = std::exchange(owner_.now_heard_, Transcript{});
      final.final = true;
      final.utterance = utterance_;
      due_.push_back({owner_.clock_.now() + *owner_.final_after_, std::move(final)});
      results_.push(Wake{});
      return utterance_;
    }
    void discard_utterance() override {
      owner_.now_heard_ = Transcript{};
      ++owner_.discards_;
    }
    void expect(HearingContext context) override { owner_.contexts.push_back(std::move(context)); }
    Task<Result<Transcript>> next() override {
      for (;;) {
        if (failed_) co_return Error{Fault::unavailable, "the engine is lost"};
        if (!due_.empty()) {
          auto first = std::move(due_.front());
          due_.pop_front();
          co_await owner_.clock_.sleep_until(first.first);
          co_return std::move(first.second);
        }
        if (partial_) {
          Transcript heard = *std::exchange(partial_, std::nullopt);
          co_return heard;
        }
        co_await results_.pop();
      }
    }
    std::uint64_t dropped_samples() const override { return 0; }

    void partial(Transcript heard) {
      heard.utterance = utterance_ + 1;
      partial_ = std::move(heard);
      results_.push(Wake{});
    }
    void fail() {
      failed_ = true;
      results_.push(Wake{});
    }

   private:
    struct Wake {};
    ScriptedRecognizer& owner_;
    Freshest<Wake> results_;
    std::optional<Transcript> partial_;
    std::deque<std::pair<Instant, Transcript>> due_;
    std::uint32_t utterance_ = 0;
    bool failed_ = false;
  };

  Clock& clock_;
  Stream* stream_ = nullptr;
  Transcript now_heard_;
  std::optional<Duration> final_after_ = std::chrono::milliseconds{40};
  std::size_t frames_ = 0;
  std::size_t discards_ = 0;
};

}  // namespace parley::test
