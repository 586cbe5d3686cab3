// SPDX-License-Identifier: Apache-2.0
// Hearing as a capability: engines live in src/speech and only app names one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parley/async/task.hpp"
#include "parley/core/audio_frame.hpp"
#include "parley/core/organization.hpp"
#include "parley/core/result.hpp"

namespace parley {

// What the dialogue expects next; narrows what the recogniser listens for from the running utterance on, of which
// nothing is lost.
struct HearingContext {
  enum class Expect { anything, phrases, digits, yes_no };
  Expect expect = Expect::anything;
  std::vector<std::string> phrases;  // with Expect::phrases, heard besides the organization's own

  friend bool operator==(const HearingContext&, const HearingContext&) = default;
};

struct HeardWord {
  std::string text;
  MediaTime starts_at;  // on the clock of the frames that were heard
  MediaTime ends_at;
  double confidence = 0;  // chance that it was said, 0–1

  friend bool operator==(const HeardWord&, const HeardWord&) = default;
};

// What was heard since the utterance began. A partial may change; a final does not.
struct Transcript {
  std::uint32_t utterance = 0;  // counts end_utterance() calls from 1
  bool final = false;
  std::string text;  // normal case, no punctuation; empty when nothing was recognised
  // Chance that the words were said at all, 0–1: foreign speech and noise come out as words too, with little of it.
  // A partial of a running search has only the language model's word for it.
  double confidence = 0;
  // Probability of the language model that a sentence ends after the last words, relative to the likeliest next
  // word: 0 = surely goes on ("a large latte with"), 1 = surely complete. Engines without a model say 0.5.
  double completeness = 0.5;
  std::vector<HeardWord> words;  // finals, and partials of a pause; may be empty
  MediaTime heard_until;         // newest audio that this covers

  friend bool operator==(const Transcript&, const Transcript&) = default;
};

// One caller's ear. Made, used and destroyed on the call's executor; no function blocks. Destruction cancels.
class RecognizerStream {
 public:
  virtual ~RecognizerStream() = default;
  // 20 ms path: copies the samples, never allocates. When the engine is behind, the oldest audio goes and is counted.
  virtual void hear(const AudioFrame& frame) noexcept = 0;
  // The utterance is over: its final transcript will come from next(), the following frames belong to a new one.
  // Returns the number of the utterance that was ended.
  virtual std::uint32_t end_utterance() = 0;
  // Forgets what was heard of the running utterance, without a transcript. The newest 700 ms stay.
  virtual void discard_utterance() = 0;
  virtual void expect(HearingContext context) = 0;
  // Partials as they change (at most one waits: a newer one replaces it) and every final, in order.
  // Fails once and for all when the engine is lost. Cancellation throws operation_aborted.
  virtual Task<Result<Transcript>> next() = 0;
  virtual std::uint64_t dropped_samples() const = 0;
};

struct RecognizerState {
  bool ready = false;
  std::string engine;
  std::string problem;  // empty when ready
  std::string remedy;   // the command that mends it
};

class Recognizer {
 public:
  virtual ~Recognizer() = default;
  // Rate that frames should have; the engine does its own resampling beyond that.
  virtual SampleRate native_rate() const = 0;
  // Builds or rebuilds what the engine needs to hear this organization, off the event loops (seconds at the most).
  virtual Task<Result<void>> learn(OrganizationSnapshot organization) = 0;
  // The key is hearing_key() of a definition that was learned. `home` is the call's executor. Fails when that was not
  // learned or the engine is not ready.
  virtual Result<std::unique_ptr<RecognizerStream>> open(const OrganizationKey& organization, Executor home) = 0;
  virtual RecognizerState state() const = 0;
};

}  // namespace parley
