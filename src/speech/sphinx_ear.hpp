// SPDX-License-Identifier: Apache-2.0
// One caller's ear: samples and commands go in on the call's loop, words come out of a pool thread.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "cepstra.hpp"
#include "decode_pool.hpp"
#include "hearing_confidence.hpp"
#include "hearing_model.hpp"
#include "parley/async/clock.hpp"
#include "parley/core/audio_frame.hpp"
#include "parley/core/meters.hpp"
#include "parley/speech/recognizer.hpp"
#include "pause_watch.hpp"
#include "sphinx_front_end.hpp"
#include "transcript_box.hpp"

namespace parley {

// Finds or builds the model for a dialogue state; may take milliseconds. Throws std::runtime_error.
using ModelSource = std::function<std::shared_ptr<HearingModel>(const HearingContext&)>;

struct EarMeters {
  Counter* dropped_samples = nullptr;
  Histogram* final_seconds = nullptr;  // from end_utterance() to the final transcript
};

// In voiced frames. A running utterance is searched again at every pause, so what gets long is settled for good.
struct UtteranceLimits {
  std::size_t cut_at_pause = 1000;
  std::size_t cut_anyway = 2000;
};

// Audio is decoded twice. A fast search follows the caller for partials; when the caller pauses, all of the utterance
// is searched again with the mean of its own cepstra removed and a second pass. That is what the final needs (5 points
// more commands understood), and it is mostly done before the endpointing has decided that the utterance is over.
class SphinxEar final : public PoolJob {
 public:
  SphinxEar(std::size_t backlog_samples, ModelSource models, const Clock& clock, EarMeters meters,
            UtteranceLimits limits = {});

  // On the call's loop.
  void hear(const AudioFrame& frame) noexcept;
  std::uint32_t end_utterance();
  void discard_utterance();  // the newest 700 ms stay: the next words may have begun
  void expect(HearingContext context);
  void close();
  TranscriptBox& box() { return box_; }
  std::uint64_t dropped_samples() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  struct Mark {
    enum class Kind { end, discard, expect, rebase } kind;
    std::int64_t at = 0;                            // samples that come before it
    std::int64_t base = 0;                          // rebase: position in the stream = base + samples
    Instant asked;                                  // end
    std::shared_ptr<const HearingContext> context;  // expect; owned by this mark alone, shared for cheap moving
  };
  struct Piece {
    std::size_t samples = 0;
    std::optional<Mark> mark;
    bool closed = false;
  };

  bool work() noexcept override;
  void mark(Mark what);
  void drop(std::uint64_t samples) noexcept;
  Piece take_piece();
  void obey(const Mark& mark);
  void decode(std::span<const std::int16_t> samples);
  void follow();
  void settle();
  void report_partial();
  void finish_utterance(const Mark& end);
  void forget_utterance();
  void discard_all_but_newest();
  void cut_settled();
  void release();
  Transcript transcript(const Decoded& decoded, bool settled, bool final) const;
  std::vector<HeardWord> words_of(const Decoded& decoded, std::span<const WordEvidence> evidence) const;
  std::vector<WordEvidence> evidence_of(const Decoded& decoded, bool settled) const;
  double confidence_of(std::span<const WordEvidence> evidence) const;
  MediaTime position(std::int64_t sample) const;

  // given to us
  UtteranceLimits limits_;
  ModelSource models_;
  const Clock& clock_;
  EarMeters meters_;

  // both sides, under mutex_
  InheritingMutex mutex_;
  std::vector<std::int16_t> ring_;
  std::int64_t written_ = 0;
  std::int64_t read_ = 0;
  std::vector<Mark> marks_;
  std::int64_t base_ = 0;
  bool closed_ = false;

  // call's side
  std::uint32_t ended_ = 0;
  std::atomic<std::uint64_t> dropped_{0};
  TranscriptBox box_;

  // pool's side
  std::array<std::int16_t, 800> piece_{};
  std::unique_ptr<SphinxFrontEnd> front_end_;
  std::shared_ptr<HearingModel> model_;  // shared with the organization's snapshot and its other calls
  std::unique_ptr<SphinxDecoder> live_;
  PauseWatch pause_;
  CepstralMean mean_;
  std::int64_t heard_ = 0;  // samples given to the front end, dropped ones included
  std::int64_t media_base_ = 0;
  std::vector<VoicedFrame> voiced_;  // of the running utterance
  std::size_t followed_ = 0;         // frames that the live search has
  std::size_t averaged_ = 0;         // frames that are in the mean
  std::size_t reported_ = 0;         // frames when the last partial was made
  int reported_quiet_ = 0;
  std::string reported_text_;
  bool reported_settled_ = false;  // the last partial came from a settled search
  std::optional<Decoded> settled_;
  std::size_t settled_frames_ = 0;
  std::vector<HeardWord> earlier_;  // of a long utterance, already cut off
  double earlier_confidence_ = 0;
  std::uint32_t utterance_ = 1;
};

}  // namespace parley
