// SPDX-License-Identifier: Apache-2.0
// From what flite makes to what a call plays: its rate, one loudness for all voices, no silence around the speech.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "parley/media/resampler.hpp"
#include "parley/speech/synthesizer.hpp"

namespace parley {

// Linear to half of full scale, then bent so that it never reaches full scale.
std::int16_t limited(float sample);

class FliteSound {
 public:
  static constexpr std::int64_t kLeadMs = 8;    // kept before the first voiced window
  static constexpr std::int64_t kTrailMs = 60;  // behind the last voiced window

  // `engine_rate` and `rate` are 8 or 16 kHz.
  FliteSound(std::uint32_t engine_rate, SampleRate rate, float gain);

  // The next samples of the engine.
  void push(std::span<const std::int16_t> samples);
  // A word's end, as time of the engine's whole sound so far begun by start_sentence(); in rising order.
  void mark(std::uint32_t text_end, double end_seconds);
  void start_sentence() { sentence_start_ = heard_; }
  // No more comes: what was held back, and exactly kTrailMs of silence, become ready; the rest of the marks too.
  void finish();

  std::size_t ready() const { return ready_.size(); }
  // Everything that is ready, with the marks that it reaches; call after finish() for the last.
  SpokenChunk take();

 private:
  void hear(std::span<const std::int16_t> samples);  // at the call's rate
  void judge(std::span<const std::int16_t> window);
  std::size_t in_ms(std::int64_t span) const { return static_cast<std::size_t>(span * hertz(rate_) / 1000); }

  std::uint32_t engine_rate_;
  SampleRate rate_;
  float gain_;
  Halver halver_;
  Doubler doubler_;

  std::vector<std::int16_t> window_;  // begun, not yet judged
  std::vector<std::int16_t> held_;    // silent so far: lead-in, a pause or the end
  std::vector<std::int16_t> ready_;
  std::deque<WordMark> marks_;  // sample_end counts from the engine's start
  std::int64_t heard_ = 0;      // samples at the call's rate, silence included
  std::int64_t sentence_start_ = 0;
  std::int64_t dropped_ = 0;  // of the lead-in
  std::int64_t taken_ = 0;
  bool voiced_ = false;
  bool finished_ = false;
};

}  // namespace parley
