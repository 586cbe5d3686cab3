// SPDX-License-Identifier: Apache-2.0
// Repeated replies cost nothing: synthesized audio kept by voice, rate and text, shared by calls on all loops.
#pragma once

#include <cstddef>
#include <memory>

#include "parley/core/meters.hpp"
#include "parley/speech/synthesizer.hpp"

namespace parley {

struct VoiceCacheSettings {
  std::size_t capacity_bytes = 64U << 20U;  // least recently spoken goes first
};

// Thread-safe. Requests for the same speech that overlap are synthesized once and heard by all as it is made.
// An utterance nobody listens to any more is still finished and kept.
class VoiceCache : public Synthesizer {
 public:
  // Completes when the speech is in the cache, so that speak() of it starts at once; for greetings and fixed replies.
  virtual Task<Result<void>> prepare(SpeechRequest request) = 0;
  virtual std::size_t bytes() const = 0;
};

// `meters` outlives the cache, which outlives its streams.
std::unique_ptr<VoiceCache> create_voice_cache(std::unique_ptr<Synthesizer> engine, VoiceCacheSettings settings,
                                               Meters* meters = nullptr);

}  // namespace parley
