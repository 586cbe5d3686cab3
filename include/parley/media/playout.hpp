// SPDX-License-Identifier: Apache-2.0
// What the agent says, waiting to be sent: a ring of 8 kHz PCM from which one packet is pulled every 20 ms.
// It is the playout clock too: what was pulled is what the caller heard. Used on one executor only.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/core/audio_frame.hpp"

namespace parley {

// Where in the utterance's text the voice is once `sample_end` samples of the utterance were played.
struct SpokenMark {
  std::uint32_t text_end = 0;   // byte offset just behind the word
  std::int64_t sample_end = 0;  // from the start of the utterance, at 8 kHz

  friend bool operator==(const SpokenMark&, const SpokenMark&) = default;
};

// One thing said in one go; numbers rise over a call and are never used again.
struct UtteranceId {
  std::uint32_t value = 0;

  friend constexpr auto operator<=>(const UtteranceId&, const UtteranceId&) = default;
};

enum class UtteranceState : std::uint8_t {
  unknown,  // never begun, or so long ago that it is forgotten
  queued,   // no sample played yet
  playing,
  finished,     // end() was called and every sample was played
  interrupted,  // thrown away before that
};

struct HeardSoFar {
  UtteranceState state = UtteranceState::unknown;
  std::int64_t samples = 0;    // of this utterance, played
  std::uint32_t text_end = 0;  // of the last mark that was wholly played; 0 before the first

  friend bool operator==(const HeardSoFar&, const HeardSoFar&) = default;
};

// What happened in one next().
struct Pulled {
  bool audio = false;     // the frame holds speech; otherwise it was left alone and silence is due
  bool started = false;   // the first sample of `utterance` is in the frame
  bool finished = false;  // the last sample of `utterance` is in the frame, or there was none left when it ended
  UtteranceId utterance;  // the oldest open one, also when its producer is behind; a frame never holds two
};

class Playout {
 public:
  explicit Playout(std::chrono::milliseconds capacity = std::chrono::milliseconds{400});

  // Producer. Utterances play in the order of begin(); samples go to the newest. A stale turn, or one older than what
  // is already waiting, gets an id that is not live.
  UtteranceId begin(TurnId turn);
  // Returns how many samples were taken; the rest waits for room. 0 when the utterance is not live.
  std::size_t offer(UtteranceId utterance, std::span<const std::int16_t> samples);
  void mark(UtteranceId utterance, SpokenMark mark);  // in rising order; may come before its samples
  void end(UtteranceId utterance);                    // everything was offered
  bool live(UtteranceId utterance) const;             // false: stop producing
  std::size_t room() const { return ring_.size() - used_; }

  // 20 ms path: fills `frame` with 160 samples (an utterance's last frame padded with zeros). Never allocates.
  Pulled next(AudioFrame& frame) noexcept;

  // Everything of turns before `newest` is gone, now and for good: what is in the ring, what is offered later.
  void interrupt(TurnId newest);
  // Stops at exactly this sample, to go on there: for an interruption that may turn out to be none.
  void pause() { paused_ = true; }
  void resume() { paused_ = false; }
  bool paused() const { return paused_; }

  // No audio is waiting and no utterance is open.
  bool idle() const { return first_open_ == next_number_; }
  // `unheard`: of what was pulled, samples that still wait in somebody's buffer.
  HeardSoFar heard(UtteranceId utterance, std::int64_t unheard = 0) const;
  MediaTime played() const { return {played_, SampleRate::hz_8000}; }  // speech pulled in all, without silence

 private:
  struct Utterance {
    UtteranceState state = UtteranceState::unknown;
    std::uint32_t number = 0;
    TurnId turn;
    bool ended = false;
    std::int64_t offered = 0;
    std::int64_t played = 0;
    std::vector<SpokenMark> marks;
  };
  static constexpr std::size_t kRemembered = 16;

  Utterance& slot(std::uint32_t number) { return utterances_[number % kRemembered]; }
  const Utterance* find(UtteranceId utterance) const;
  bool open_for(UtteranceId utterance) const;
  void copy_out(std::size_t count, TurnId turn, AudioFrame& frame) noexcept;
  void forget(std::size_t count) noexcept;

  std::vector<std::int16_t> ring_;
  std::size_t head_ = 0;  // next sample to play
  std::size_t used_ = 0;
  std::array<Utterance, kRemembered> utterances_;
  std::uint32_t first_open_ = 1;   // oldest utterance that has not ended playing
  std::uint32_t next_number_ = 1;  // of the next begin()
  TurnId newest_;
  bool paused_ = false;
  std::int64_t played_ = 0;
};

}  // namespace parley
