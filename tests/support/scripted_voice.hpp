// SPDX-License-Identifier: Apache-2.0
// A voice that speaks 100 ms a word, at a level that tells speech from silence, as soon as or as late as a test wants.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "parley/async/clock.hpp"
#include "parley/speech/synthesizer.hpp"

namespace parley::test {

class ScriptedVoice final : public Synthesizer {
 public:
  explicit ScriptedVoice(Clock& clock) : clock_(clock) {}

  static constexpr std::int64_t kSamplesPerWord = 800;
  static constexpr std::int16_t kLoud = 8000;

  Duration first_chunk_after{0};
  bool broken = false;
  std::vector<std::string> spoken;

  Result<std::unique_ptr<SpeechStream>> speak(SpeechRequest request) override {
    if (broken) return Error{Fault::unavailable, "no voice"};
    spoken.push_back(request.text);
    return std::unique_ptr<SpeechStream>(std::make_unique<Stream>(clock_, first_chunk_after, std::move(request.text)));
  }
  std::vector<std::string> voices() const override { return {"scripted"}; }
  SynthesizerState state() const override { return {!broken, "scripted", "", ""}; }

 private:
  class Stream final : public SpeechStream {
   public:
    Stream(Clock& clock, Duration after, std::string text) : clock_(clock), after_(after), text_(std::move(text)) {}

    Task<Result<std::shared_ptr<const SpokenChunk>>> next() override {
      if (done_) co_return std::shared_ptr<const SpokenChunk>();
      done_ = true;
      co_await clock_.sleep_until(clock_.now() + after_);
      auto chunk = std::make_shared<SpokenChunk>();
      std::int64_t words = 0;
      for (std::size_t i = 0; i <= text_.size(); ++i) {
        if (i < text_.size() && text_[i] != ' ') continue;
        chunk->words.push_back({static_cast<std::uint32_t>(i), ++words * kSamplesPerWord});
      }
      chunk->samples.assign(static_cast<std::size_t>(words * kSamplesPerWord), kLoud);
      co_return std::shared_ptr<const SpokenChunk>(std::move(chunk));
    }

   private:
    Clock& clock_;
    Duration after_;
    std::string text_;
    bool done_ = false;
  };

  Clock& clock_;
};

}  // namespace parley::test
