// SPDX-License-Identifier: Apache-2.0
// Voices to be recognised, and what comes of them: shared by the tests of the embedded ear.
#pragma once

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flite_sound.hpp"
#include "flite_voices.hpp"
#include "hearing_model.hpp"
#include "letter_to_sound.hpp"
#include "parley/core/organization.hpp"
#include "parley/media/wav.hpp"
#include "parley/speech/recognizer.hpp"

namespace parley::test {

using Samples = std::vector<std::int16_t>;

inline const std::filesystem::path kAcousticModel = "/usr/share/pocketsphinx/model/en-us/en-us";
inline const std::filesystem::path kDictionary = "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict";
inline const std::filesystem::path kRealSpeech = PARLEY_SOURCE_DIR "/../shared/data/speech";

// Long enough for a sanitizer on a busy machine; a test that waits this long has failed.
inline constexpr std::chrono::seconds kFarTooLong{120};

inline void add(Samples& sound, std::span<const std::int16_t> more) {
  sound.insert(sound.end(), more.begin(), more.end());
}

inline Samples silence(int milliseconds) { return Samples(static_cast<std::size_t>(milliseconds) * 8); }

// The embedded voice at 8 kHz, with a little silence around it. Each text is made once a process.
inline Samples spoken(const std::string& text, const std::string& name = "rms") {
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, Samples> made;
  std::scoped_lock lock(mutex);
  auto& out = made[{text, name}];
  if (!out.empty()) return out;
  const auto voices = flite_voices();
  const auto voice = std::find_if(voices.begin(), voices.end(), [&](const auto& one) { return one.name == name; });
  FliteSound sound(voice->rate, SampleRate::hz_8000, voice->gain);
  SentenceListener listener;
  listener.words = [](std::span<const TimedWord>) {};
  listener.sound = [&](std::span<const std::int16_t> samples) {
    sound.push(samples);
    return true;
  };
  for (const auto& sentence : spoken_sentences(text)) speak_sentence(*voice, sentence, listener);
  sound.finish();
  out = silence(200);
  add(out, sound.take().samples);
  add(out, silence(400));
  return out;
}

// A recording of a real person at 8 kHz.
inline Samples recorded(const std::filesystem::path& file) {
  const auto sound = read_wav((kRealSpeech / file).string());
  return sound ? to_mono(*sound) : Samples{};
}

inline Samples digits(std::string_view names) {  // "3_jackson_4 7_jackson_3": spliced with pauses
  auto out = silence(300);
  while (!names.empty()) {
    const auto end = std::min(names.find(' '), names.size());
    add(out, recorded("digits/" + std::string(names.substr(0, end)) + ".wav"));
    add(out, silence(150));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  add(out, silence(250));
  return out;
}

// What all models of a recogniser share; read once a process.
inline const SphinxSources& sphinx_sources() {
  static const SphinxSources sources = [] {
    SphinxSources made{kAcousticModel, {}, {}, flite_letter_to_sound()};
    std::ifstream file(kDictionary);
    made.dictionary.read(file);
    return made;
  }();
  return sources;
}

inline Organization coffee_shop() {
  Organization shop;
  shop.key.value = "coffee";
  shop.name = "Corner Coffee";
  Pattern orders;
  orders.key = "orders";
  orders.examples = {"a large coffee with milk",  "a small tea please",           "can i get a large coffee with sugar",
                     "two small teas with cream", "what time do you close today", "where are you located"};
  shop.patterns.push_back(orders);
  return shop;
}

// Plays to a stream or an ear in frames of 20 ms; `at` is the position on the caller's clock.
template <class Ear>
void play(Ear& ear, std::span<const std::int16_t> sound, std::int64_t& at) {
  while (!sound.empty()) {
    AudioFrame frame;
    frame.count = static_cast<std::uint16_t>(std::min<std::size_t>(160, sound.size()));
    frame.starts_at.samples = at;
    std::copy_n(sound.begin(), frame.count, frame.samples.begin());
    ear.hear(frame);
    at += frame.count;
    sound = sound.subspan(frame.count);
  }
}

template <class T>
T waited(Task<T> task) {
  asio::io_context loop;
  auto done = asio::co_spawn(loop, std::move(task), asio::use_future);
  loop.run_for(kFarTooLong);
  if (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready) throw std::runtime_error("never came");
  return done.get();
}

struct HeardUtterance {
  std::vector<Transcript> partials;
  Transcript final;
};

template <class Source>
Task<HeardUtterance> until_final(Source& next) {
  HeardUtterance heard;
  for (;;) {
    auto transcript = co_await next();
    if (transcript.value().final) {
      heard.final = *transcript;
      co_return heard;
    }
    heard.partials.push_back(*transcript);
  }
}

inline HeardUtterance next_utterance(RecognizerStream& stream) {
  auto next = [&] { return stream.next(); };
  return waited(until_final(next));
}

}  // namespace parley::test
