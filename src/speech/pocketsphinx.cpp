// SPDX-License-Identifier: Apache-2.0
#include "parley/speech/pocketsphinx.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "letter_to_sound.hpp"
#include "parley/async/blocking_pool.hpp"
#include "sphinx_ear.hpp"

namespace parley {

namespace {

constexpr std::size_t kMostPhraseModels = 16;

// One organization as it was learned; calls that began with it keep it.
class LearnedOrganization {
 public:
  LearnedOrganization(OrganizationSnapshot organization, const SphinxSources& sources)
      : organization_(std::move(organization)), sources_(sources) {
    using Expect = HearingContext::Expect;
    for (auto expect : {Expect::anything, Expect::digits, Expect::yes_no}) {
      fixed_.emplace(expect, std::make_shared<HearingModel>(*organization_, HearingContext{expect, {}}, sources_));
    }
  }

  std::shared_ptr<HearingModel> model(const HearingContext& context) {
    const bool phrases = context.expect == HearingContext::Expect::phrases && !context.phrases.empty();
    if (!phrases) {
      auto place = fixed_.find(context.expect);
      return place != fixed_.end() ? place->second : fixed_.at(HearingContext::Expect::anything);
    }
    {
      std::scoped_lock lock(mutex_);
      if (auto place = by_phrases_.find(context.phrases); place != by_phrases_.end()) return place->second;
    }
    auto built = std::make_shared<HearingModel>(*organization_, context, sources_);
    std::scoped_lock lock(mutex_);
    if (by_phrases_.size() >= kMostPhraseModels) by_phrases_.erase(by_phrases_.begin());
    return by_phrases_.emplace(context.phrases, std::move(built)).first->second;
  }

 private:
  OrganizationSnapshot organization_;
  const SphinxSources& sources_;
  // Models are shared by this and by the streams that use them now.
  std::map<HearingContext::Expect, std::shared_ptr<HearingModel>> fixed_;
  std::mutex mutex_;
  std::map<std::vector<std::string>, std::shared_ptr<HearingModel>> by_phrases_;
};

class SphinxStream final : public RecognizerStream {
 public:
  SphinxStream(DecodePool& pool, std::shared_ptr<SphinxEar> ear) : pool_(pool), ear_(std::move(ear)) {}
  ~SphinxStream() override {
    ear_->close();
    pool_.wake(ear_);  // so that a pool thread, not the call's loop, frees what it holds
  }

  void hear(const AudioFrame& frame) noexcept override {
    ear_->hear(frame);
    pool_.wake(ear_);
  }
  std::uint32_t end_utterance() override {
    const auto number = ear_->end_utterance();
    pool_.wake(ear_);
    return number;
  }
  void discard_utterance() override {
    ear_->discard_utterance();
    pool_.wake(ear_);
  }
  void expect(HearingContext context) override {
    ear_->expect(std::move(context));
    pool_.wake(ear_);
  }
  Task<Result<Transcript>> next() override { return ear_->box().take(); }
  std::uint64_t dropped_samples() const override { return ear_->dropped_samples(); }

 private:
  DecodePool& pool_;
  std::shared_ptr<SphinxEar> ear_;  // shared with the pool while it has work
};

class PocketSphinx final : public Recognizer {
 public:
  PocketSphinx(PocketSphinxSettings settings, Log log, Meters* meters)
      : settings_(std::move(settings)),
        log_(std::move(log)),
        clock_(create_system_clock()),
        pool_(threads(settings_.threads), "hear"),
        learning_(1, "learn") {
    state_.engine = "pocketsphinx";
    look_for_models();
    if (!meters) return;
    meters_.dropped_samples = &meters->counter("parley_speech_dropped_samples_total",
                                               "Samples that waited too long for a recogniser thread.");
    meters_.final_seconds =
        &meters->histogram("parley_speech_final_seconds", "From the end of an utterance to its final transcript.",
                           {0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1});
  }

  SampleRate native_rate() const override { return SampleRate::hz_8000; }
  RecognizerState state() const override { return state_; }

  Task<Result<void>> learn(OrganizationSnapshot organization) override {
    if (!state_.ready) co_return Error{Fault::unavailable, state_.problem + "; run: " + state_.remedy};
    auto work = [this, organization] { return learn_now(organization); };
    auto job = learning_.run(std::move(work));
    co_return co_await std::move(job);
  }

  Result<std::unique_ptr<RecognizerStream>> open(const OrganizationKey& key, Executor) override {
    if (!state_.ready) return Error{Fault::unavailable, state_.problem + "; run: " + state_.remedy};
    std::shared_ptr<LearnedOrganization> learned;
    {
      std::scoped_lock lock(mutex_);
      auto place = learned_.find(key);
      if (place == learned_.end()) {
        return Error{Fault::not_found, "the recogniser has not learned organization " + key.value};
      }
      learned = place->second;
    }
    auto models = [learned = std::move(learned)](const HearingContext& context) { return learned->model(context); };
    const auto backlog = static_cast<std::size_t>(samples_in(settings_.backlog, SampleRate::hz_8000));
    auto ear = std::make_shared<SphinxEar>(backlog, std::move(models), *clock_, meters_);
    return std::unique_ptr<RecognizerStream>(std::make_unique<SphinxStream>(pool_, std::move(ear)));
  }

 private:
  static std::size_t threads(std::size_t asked) {
    return asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
  }

  void look_for_models() {
    std::vector<std::filesystem::path> needed = {settings_.dictionary};
    for (const char* part :
         {"mdef", "means", "variances", "transition_matrices", "sendump", "noisedict", "feat.params"}) {
      needed.push_back(settings_.acoustic_model / part);
    }
    for (const auto& path : needed) {
      if (std::filesystem::exists(path)) continue;
      state_.problem = "no acoustic model or dictionary for speech recognition: " + path.string() + " is missing";
      state_.remedy = "apt-get install pocketsphinx-en-us";
      return;
    }
    sources_.acoustic_model = settings_.acoustic_model;
    const auto transform = settings_.models_dir / "en-us-phone.mllr";
    if (std::filesystem::exists(transform)) {
      sources_.phone_transform = transform;
    } else {
      log_.warning("speech.unadapted",
                   "the recogniser is not adapted to telephone speech and hears worse; run: scripts/setup",
                   {{"missing", transform.string()}});
    }
    state_.ready = true;
  }

  Result<void> learn_now(const OrganizationSnapshot& organization) {
    try {
      const auto started = clock_->now();
      if (sources_.dictionary.size() == 0) {
        std::ifstream file(settings_.dictionary);
        sources_.dictionary.read(file);
        sources_.by_rule = flite_letter_to_sound();
      }
      auto learned = std::make_shared<LearnedOrganization>(organization, sources_);
      const auto words = learned->model({})->words();
      const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_->now() - started);
      {
        std::scoped_lock lock(mutex_);
        std::swap(learned_[hearing_key(*organization)], learned);
      }
      log_.info("speech.learned", "language model built",
                {{"organization", organization->key.value}, {"words", words}, {"took_ms", took.count()}});
      return {};
    } catch (const std::exception& problem) {
      return Error{Fault::unavailable, std::string("cannot build a language model: ") + problem.what()};
    }
  }

  PocketSphinxSettings settings_;
  Log log_;
  std::unique_ptr<Clock> clock_;
  EarMeters meters_;
  RecognizerState state_;
  SphinxSources sources_;  // its dictionary is read on the learning thread, before anything is built from it
  std::mutex mutex_;
  // Shared with the streams that were opened with it.
  std::map<OrganizationKey, std::shared_ptr<LearnedOrganization>> learned_;
  DecodePool pool_;
  BlockingPool learning_;
};

}  // namespace

std::unique_ptr<Recognizer> create_pocketsphinx(PocketSphinxSettings settings, Log log, Meters* meters) {
  return std::make_unique<PocketSphinx>(std::move(settings), std::move(log), meters);
}

}  // namespace parley
