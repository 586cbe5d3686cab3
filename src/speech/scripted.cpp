// SPDX-License-Identifier: Apache-2.0
#include "parley/speech/scripted.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

#include "parley/async/queues.hpp"

namespace parley {
namespace {

constexpr std::int16_t kAudible = 500;
constexpr std::size_t kFinals = 64;

// Owners: the recogniser, and every stream that began with them.
using Sentences = std::shared_ptr<const std::vector<std::string>>;
// Which sentence is next. Owners: the stream; with lines of a script also the recogniser and every other stream.
using Place = std::shared_ptr<std::atomic<std::size_t>>;

class ScriptedStream final : public RecognizerStream {
 public:
  ScriptedStream(Sentences sentences, Place place, Executor home)
      : sentences_(std::move(sentences)), place_(std::move(place)), results_(home, kFinals) {}

  void hear(const AudioFrame& frame) noexcept override {
    if (voiced_) return;
    const auto samples = frame.used();
    voiced_ = std::any_of(samples.begin(), samples.end(), [](std::int16_t one) { return std::abs(one) > kAudible; });
    if (voiced_) {
      if (!sentence_) sentence_ = place_->fetch_add(1);
      offer(false);
    }
  }
  std::uint32_t end_utterance() override {
    offer(true);
    if (voiced_) sentence_.reset();
    voiced_ = false;
    return utterance_++;
  }
  void discard_utterance() override { voiced_ = false; }
  void expect(HearingContext) override {}
  Task<Result<Transcript>> next() override {
    auto heard = co_await results_.pop();
    if (!heard) co_return Error{Fault::closed, "the stream is closed"};
    co_return std::move(*heard);
  }
  std::uint64_t dropped_samples() const override { return 0; }

 private:
  void offer(bool final) {
    Transcript heard;
    heard.utterance = utterance_;
    heard.final = final;
    if (voiced_ && !sentences_->empty()) {
      heard.text = (*sentences_)[*sentence_ % sentences_->size()];
      heard.confidence = 1;
      heard.completeness = 1;
      heard.words.push_back({heard.text, {}, {}, 1});
    }
    results_.push(std::move(heard));
  }

  Sentences sentences_;
  Place place_;
  Freshest<Transcript> results_;
  std::optional<std::size_t> sentence_;  // taken with the first sound; kept when that is discarded
  std::uint32_t utterance_ = 1;
  bool voiced_ = false;
};

class ScriptedRecognizer final : public Recognizer {
 public:
  explicit ScriptedRecognizer(std::vector<std::string> lines) {
    if (!lines.empty()) script_ = std::make_shared<const std::vector<std::string>>(std::move(lines));
  }

  SampleRate native_rate() const override { return SampleRate::hz_8000; }

  Task<Result<void>> learn(OrganizationSnapshot organization) override {
    auto sentences = std::make_shared<std::vector<std::string>>();
    for (const auto& pattern : organization->patterns) {
      if (pattern.active && pattern.after == AfterReply::listen && !pattern.examples.empty()) {
        sentences->push_back(pattern.examples.front());
      }
    }
    const std::lock_guard lock(mutex_);
    learned_[hearing_key(*organization)] = std::move(sentences);
    co_return Result<void>{};
  }

  Result<std::unique_ptr<RecognizerStream>> open(const OrganizationKey& organization, Executor home) override {
    const std::lock_guard lock(mutex_);
    const auto place = learned_.find(organization);
    if (place == learned_.end()) {
      return Error{Fault::not_found, "the recogniser has not learned organization " + organization.value};
    }
    auto sentences = script_ ? script_ : place->second;
    auto next = script_ ? script_place_ : std::make_shared<std::atomic<std::size_t>>(0);
    return std::unique_ptr<RecognizerStream>(
        std::make_unique<ScriptedStream>(std::move(sentences), std::move(next), std::move(home)));
  }

  RecognizerState state() const override { return {true, "scripted, for load tests: it hears nothing real", "", ""}; }

 private:
  Sentences script_;  // null: each organization's own examples
  Place script_place_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::mutex mutex_;
  std::map<OrganizationKey, Sentences> learned_;
};

}  // namespace

std::unique_ptr<Recognizer> create_scripted_recognizer(std::vector<std::string> lines) {
  return std::make_unique<ScriptedRecognizer>(std::move(lines));
}

}  // namespace parley
