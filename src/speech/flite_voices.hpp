// SPDX-License-Identifier: Apache-2.0
// The voices that Debian's flite brings, and one sentence spoken by one of them on the calling thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "flite_text.hpp"

struct cst_voice_struct;

namespace parley {

struct FliteVoice {
  std::string name;
  cst_voice_struct* voice = nullptr;  // flite's own, never freed; several threads may speak with it
  std::uint32_t rate = 16000;
  float gain = 1;  // to -20 dB of full scale over the voiced parts of telephone-band speech
};

// Registers them in flite at the first call. Thread-safe.
std::vector<FliteVoice> flite_voices();

struct TimedWord {
  std::uint32_t text_end = 0;  // of the piece that the word belongs to
  double end_seconds = 0;      // from the start of the sentence
};

struct SentenceListener {
  std::function<void(std::span<const TimedWord>)> words;     // once, before any sound; one entry a piece
  std::function<bool(std::span<const std::int16_t>)> sound;  // false stops the synthesis
};

// False when stopped. An exception of a listener stops too and is rethrown.
bool speak_sentence(const FliteVoice& voice, const SpokenSentence& sentence, const SentenceListener& listener);

}  // namespace parley
