// SPDX-License-Identifier: Apache-2.0
#include "flite_voices.hpp"

#include <flite/flite.h>

#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>

extern "C" {
cst_voice* register_cmu_us_slt(const char* voxdir);
cst_voice* register_cmu_us_rms(const char* voxdir);
cst_voice* register_cmu_us_awb(const char* voxdir);
cst_voice* register_cmu_us_kal16(const char* voxdir);
cst_voice* register_cmu_us_kal(const char* voxdir);
}

namespace parley {
namespace {

// The engine reports sound in pieces of this length.
constexpr int kPiecesPerSecond = 25;

struct Progress {
  const SpokenSentence& sentence;
  const SentenceListener& listener;
  const cst_utterance* utterance = nullptr;
  bool words_told = false;
  bool stopped = false;
  std::exception_ptr failure;
};

// flite makes one token of each piece and any number of words of each token ("HVAC", "$25.50").
std::vector<TimedWord> timed_words(const Progress& progress) {
  std::vector<TimedWord> words;
  std::size_t piece = 0;
  double end = 0;
  const cst_item* token = relation_head(utt_relation(progress.utterance, "Token"));
  for (; token && piece < progress.sentence.size(); token = item_next(token), ++piece) {
    if (const cst_item* last = item_last_daughter(token)) {
      // 0 for a word that has no sound
      const double word_end = ffeature_float(last, "R:SylStructure.daughtern.daughtern.R:Segment.end");
      if (word_end > end) end = word_end;
    }
    words.push_back({progress.sentence[piece].text_end, end});
  }
  return words;
}

int on_sound(const cst_wave* wave, int start, int size, int, cst_audio_streaming_info* info) {
  auto& progress = *static_cast<Progress*>(info->userdata);
  // Nothing may be thrown through flite's C frames.
  try {
    if (!progress.words_told) {
      progress.words_told = true;
      progress.listener.words(timed_words(progress));
    }
    const std::span<const std::int16_t> samples(wave->samples + start, static_cast<std::size_t>(size));
    progress.stopped = !progress.listener.sound(samples);
  } catch (...) {
    progress.failure = std::current_exception();
    progress.stopped = true;
  }
  return progress.stopped ? CST_AUDIO_STREAM_STOP : CST_AUDIO_STREAM_CONT;
}

struct DeleteUtterance {
  void operator()(cst_utterance* utterance) const { delete_utterance(utterance); }
};

}  // namespace

std::vector<FliteVoice> flite_voices() {
  static std::mutex registering;  // flite's registration is not thread-safe; afterwards it only returns what it has
  std::scoped_lock lock(registering);
  flite_init();
  // Gains: measured over five telephone sentences at 8 kHz, see FliteVoices.SpeakEquallyLoud.
  return {
      {"slt", register_cmu_us_slt(nullptr), 16000, 0.50F}, {"rms", register_cmu_us_rms(nullptr), 16000, 1.02F},
      {"awb", register_cmu_us_awb(nullptr), 16000, 0.88F}, {"kal16", register_cmu_us_kal16(nullptr), 16000, 2.16F},
      {"kal", register_cmu_us_kal(nullptr), 8000, 0.91F},
  };
}

bool speak_sentence(const FliteVoice& voice, const SpokenSentence& sentence, const SentenceListener& listener) {
  std::string text;
  for (const auto& piece : sentence) text += piece.text + ' ';
  Progress progress{sentence, listener, nullptr, false, false, nullptr};
  const std::unique_ptr<cst_utterance, DeleteUtterance> utterance(new_utterance());
  progress.utterance = utterance.get();
  utt_set_input_text(utterance.get(), text.c_str());
  utt_init(utterance.get(), voice.voice);
  // On the utterance, not on the voice: the voice is shared by all threads.
  cst_audio_streaming_info* info = new_audio_streaming_info();
  info->min_buffsize = static_cast<int>(voice.rate) / kPiecesPerSecond;
  info->asc = on_sound;
  info->userdata = &progress;
  feat_set(utterance->features, "streaming_info", audio_streaming_info_val(info));  // owns it now
  const bool spoken = utt_synth(utterance.get()) != nullptr;
  if (progress.failure) std::rethrow_exception(progress.failure);
  if (!spoken) throw std::runtime_error("flite cannot speak '" + text + "'");
  return !progress.stopped;
}

}  // namespace parley
