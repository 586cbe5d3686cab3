// SPDX-License-Identifier: Apache-2.0
// The embedded voice: flite, streamed from a pool of its own.
#include "parley/speech/flite.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <thread>
#include <utility>

#include "chunk_tape.hpp"
#include "flite_sound.hpp"
#include "flite_text.hpp"
#include "flite_voices.hpp"
#include "parley/async/blocking_pool.hpp"
#include "parley/async/clock.hpp"

namespace parley {
namespace {

// A call can begin to play after the first; the rest comes far faster than it is played.
constexpr std::int64_t kFirstChunkMs = 60;
constexpr std::int64_t kChunkMs = 240;

struct VoiceMeters {
  VoiceMeters(Meters& meters, const std::string& voice)
      : utterances(meters.counter("parley_tts_utterances_total", "Utterances begun", {{"voice", voice}})),
        characters(
            meters.counter("parley_tts_characters_total", "Bytes of text given to the voice", {{"voice", voice}})),
        failures(meters.counter("parley_tts_failures_total", "Utterances the voice broke down in", {{"voice", voice}})),
        first_chunk(meters.histogram("parley_tts_first_chunk_seconds", "Request to first sound of an utterance",
                                     {.005, .01, .025, .05, .075, .1, .15, .25, .5, 1, 2}, {{"voice", voice}})),
        synthesis(meters.histogram("parley_tts_synthesis_seconds", "Request to last sound of an utterance",
                                   {.01, .025, .05, .1, .25, .5, 1, 2.5, 5}, {{"voice", voice}})),
        audio(meters.histogram("parley_tts_audio_seconds", "Length of the sound of an utterance",
                               {.5, 1, 2, 4, 8, 16, 32, 64}, {{"voice", voice}})) {}
  Counter& utterances;
  Counter& characters;
  Counter& failures;
  Histogram& first_chunk;
  Histogram& synthesis;
  Histogram& audio;
};

double seconds(Duration span) { return std::chrono::duration<double>(span).count(); }

// Owned by its stream and, while there is something to do, by the job on the pool. Only the tape and `abandoned` are
// touched by both.
struct Utterance {
  Utterance(const FliteVoice& its_voice, SampleRate its_rate, std::vector<SpokenSentence> its_sentences)
      : voice(its_voice), sentences(std::move(its_sentences)), sound(its_voice.rate, its_rate, its_voice.gain) {}

  ChunkTape tape;
  std::atomic<bool> abandoned = false;

  FliteVoice voice;
  std::vector<SpokenSentence> sentences;
  std::size_t next_sentence = 0;
  FliteSound sound;
  SampleRate rate = SampleRate::hz_8000;
  std::int64_t samples = 0;  // on the tape
  Instant asked;
  VoiceMeters* meters = nullptr;
};

class FliteStream final : public SpeechStream {
 public:
  explicit FliteStream(std::shared_ptr<Utterance> utterance) : utterance_(std::move(utterance)) {}
  ~FliteStream() override { utterance_->abandoned = true; }

  Task<Result<std::shared_ptr<const SpokenChunk>>> next() override {
    const auto utterance = utterance_;
    auto chunk = co_await utterance->tape.at(next_);
    if (chunk && *chunk) ++next_;
    co_return chunk;
  }

 private:
  std::shared_ptr<Utterance> utterance_;  // see Utterance
  std::size_t next_ = 0;
};

class Flite final : public Synthesizer {
 public:
  Flite(FliteSettings settings, Log log, Meters* meters)
      : settings_(settings),
        log_(std::move(log)),
        clock_(create_system_clock()),
        voices_(flite_voices()),
        pool_(settings.threads > 0 ? settings.threads : std::max(1U, std::thread::hardware_concurrency()), "voice") {
    if (!meters) return;
    for (const auto& voice : voices_) meters_.try_emplace(voice.name, *meters, voice.name);
  }
  ~Flite() override { closing_ = true; }

  Result<std::unique_ptr<SpeechStream>> speak(SpeechRequest request) override;
  std::vector<std::string> voices() const override {
    std::vector<std::string> names;
    for (const auto& voice : voices_) names.push_back(voice.name);
    return names;
  }
  SynthesizerState state() const override { return {true, "flite", "", ""}; }

 private:
  void work_on(const std::shared_ptr<Utterance>& utterance);
  void speak_next(const std::shared_ptr<Utterance>& utterance);
  bool gone(const Utterance& utterance) const { return utterance.abandoned || closing_; }
  void put_on_tape(Utterance& utterance);
  void finish(Utterance& utterance);

  FliteSettings settings_;
  Log log_;
  std::unique_ptr<Clock> clock_;
  std::vector<FliteVoice> voices_;
  std::map<std::string, VoiceMeters> meters_;
  std::atomic<bool> closing_ = false;
  BlockingPool pool_;  // last: its threads use the rest
};

Result<std::unique_ptr<SpeechStream>> Flite::speak(SpeechRequest request) {
  const auto voice = std::find_if(voices_.begin(), voices_.end(),
                                  [&](const FliteVoice& known) { return known.name == request.voice; });
  if (voice == voices_.end()) {
    std::string names;
    for (const auto& known : voices_) names += (names.empty() ? "" : ", ") + known.name;
    return Error{Fault::not_found, "no voice '" + request.voice + "': there are " + names};
  }
  if (request.rate != SampleRate::hz_8000 && request.rate != SampleRate::hz_16000) {
    return Error{Fault::unsupported, "flite speaks at 8000 or 16000 Hz, not at " + std::to_string(hertz(request.rate))};
  }
  if (request.text.size() > settings_.longest_text_bytes) {
    return Error{Fault::invalid_input, "a text of " + std::to_string(request.text.size()) +
                                           " bytes is too long to speak: at most " +
                                           std::to_string(settings_.longest_text_bytes)};
  }
  // Owners: see Utterance.
  auto utterance = std::make_shared<Utterance>(*voice, request.rate, spoken_sentences(request.text));
  utterance->rate = request.rate;
  utterance->asked = clock_->now();
  if (const auto meters = meters_.find(voice->name); meters != meters_.end()) {
    utterance->meters = &meters->second;
    meters->second.utterances.add();
    meters->second.characters.add(request.text.size());
  }
  if (utterance->sentences.empty()) utterance->sound.mark(static_cast<std::uint32_t>(request.text.size()), 0);
  work_on(utterance);
  return std::unique_ptr<SpeechStream>(std::make_unique<FliteStream>(std::move(utterance)));
}

// A sentence at a time, so that a long utterance does not keep others from beginning.
void Flite::work_on(const std::shared_ptr<Utterance>& utterance) {
  pool_.post([this, utterance] {
    if (gone(*utterance)) return utterance->tape.fail({Fault::closed, "the voice was stopped"});
    std::string problem;
    try {
      return speak_next(utterance);
    } catch (const std::exception& failure) {
      problem = failure.what();
    }
    if (utterance->meters) utterance->meters->failures.add();
    log_.error("voice.broken", problem, {{"voice", utterance->voice.name}});
    utterance->tape.fail({Fault::unavailable, "the voice broke down: " + problem});
  });
}

void Flite::speak_next(const std::shared_ptr<Utterance>& shared) {
  Utterance& utterance = *shared;
  if (utterance.next_sentence < utterance.sentences.size()) {
    utterance.sound.start_sentence();
    SentenceListener listener;
    listener.words = [&utterance](std::span<const TimedWord> words) {
      for (const auto& word : words) utterance.sound.mark(word.text_end, word.end_seconds);
    };
    listener.sound = [this, &utterance](std::span<const std::int16_t> samples) {
      utterance.sound.push(samples);
      const auto enough =
          samples_in(std::chrono::milliseconds{utterance.samples == 0 ? kFirstChunkMs : kChunkMs}, utterance.rate);
      if (static_cast<std::int64_t>(utterance.sound.ready()) >= enough) put_on_tape(utterance);
      return !gone(utterance);
    };
    const bool spoken = speak_sentence(utterance.voice, utterance.sentences[utterance.next_sentence++], listener);
    if (!spoken) return utterance.tape.fail({Fault::closed, "the voice was stopped"});
    if (utterance.next_sentence < utterance.sentences.size()) return work_on(shared);
  }
  finish(utterance);
}

void Flite::put_on_tape(Utterance& utterance) {
  if (utterance.samples == 0 && utterance.meters) {
    utterance.meters->first_chunk.observe(seconds(clock_->now() - utterance.asked));
  }
  auto chunk = std::make_shared<const SpokenChunk>(utterance.sound.take());
  utterance.samples += static_cast<std::int64_t>(chunk->samples.size());
  utterance.tape.append(std::move(chunk));
}

void Flite::finish(Utterance& utterance) {
  utterance.sound.finish();
  put_on_tape(utterance);
  utterance.tape.finish();
  if (!utterance.meters) return;
  utterance.meters->synthesis.observe(seconds(clock_->now() - utterance.asked));
  utterance.meters->audio.observe(static_cast<double>(utterance.samples) / hertz(utterance.rate));
}

}  // namespace

std::unique_ptr<Synthesizer> create_flite(FliteSettings settings, Log log, Meters* meters) {
  return std::make_unique<Flite>(settings, std::move(log), meters);
}

}  // namespace parley
