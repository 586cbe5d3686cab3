// SPDX-License-Identifier: Apache-2.0
// Speaking as a capability: engines live in src/speech and only app names one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/core/result.hpp"
#include "parley/core/time.hpp"

namespace parley {

struct SpeechRequest {
  std::string voice;
  std::string text;  // as it is to be spoken: pronunciations are already applied
  SampleRate rate = SampleRate::hz_8000;

  friend bool operator==(const SpeechRequest&, const SpeechRequest&) = default;
};

// Up to where in the text the voice is at a sample; for what was heard when a caller interrupts.
struct WordMark {
  std::uint32_t text_end = 0;   // byte offset in SpeechRequest::text just behind the word
  std::int64_t sample_end = 0;  // from the start of the whole utterance

  friend bool operator==(const WordMark&, const WordMark&) = default;
};

// Immutable once made; shared by the cache and by every call that plays it.
struct SpokenChunk {
  SampleRate rate = SampleRate::hz_8000;
  std::vector<std::int16_t> samples;
  std::vector<WordMark> words;  // marks that become known with this chunk
};

// One utterance being spoken. Used on the executor that awaits; destruction cancels the synthesis.
class SpeechStream {
 public:
  virtual ~SpeechStream() = default;
  // nullptr: the utterance is complete.
  virtual Task<Result<std::shared_ptr<const SpokenChunk>>> next() = 0;
  virtual bool from_cache() const { return false; }
};

struct SynthesizerState {
  bool ready = false;
  std::string engine;
  std::string problem;
  std::string remedy;
};

class Synthesizer {
 public:
  virtual ~Synthesizer() = default;
  virtual Result<std::unique_ptr<SpeechStream>> speak(SpeechRequest request) = 0;
  virtual std::vector<std::string> voices() const = 0;
  virtual SynthesizerState state() const = 0;
};

}  // namespace parley
