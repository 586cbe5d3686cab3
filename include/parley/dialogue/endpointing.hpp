// SPDX-License-Identifier: Apache-2.0
// How long a silence must be before the caller's turn is over: short after what is complete and can be answered,
// long where the sentence surely goes on, and longer for callers who pause a lot.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>

#include "parley/core/time.hpp"

namespace parley {

struct EndpointSettings {
  std::chrono::milliseconds when_complete{240};
  std::chrono::milliseconds when_unsure{600};
  std::chrono::milliseconds when_open{1100};
  std::chrono::milliseconds when_number{800};  // a number that has all its digits: one of them may have been misheard
  std::chrono::milliseconds inside_number{1800};  // one that has not: a soft digit between two pauses may go unheard
  std::chrono::milliseconds longest{1600};        // however slowly the caller speaks
  // Bounds on Transcript::completeness, a probability.
  double complete_from = 0.3;
  double open_below = 0.03;
};

// What is known of the running utterance.
struct SpokenSoFar {
  std::string text;
  double completeness = 0.5;
  bool answerable = false;  // the router would answer this text without a model
  bool expected = false;    // it is what the dialogue waits for: "yes", a full number
  bool number = false;      // the dialogue waits for digits
  bool plausible = true;    // false: the router takes it for something that was not said
  double confidence = 1;    // of the recogniser, that it was said at all
  bool settled = false;     // no guess of a running search: how sure the recogniser is can be relied on

  friend bool operator==(const SpokenSoFar&, const SpokenSoFar&) = default;
};

enum class Ending { complete, unsure, open };

// The newest pauses of one caller.
class PauseMemory {
 public:
  void remember(std::chrono::milliseconds pause) { pauses_[count_++ % kRemembered] = pause; }
  // Three of four were not longer; zero before the first one.
  std::chrono::milliseconds usual() const;
  std::size_t count() const { return count_; }

 private:
  static constexpr std::size_t kRemembered = 12;
  std::array<std::chrono::milliseconds, kRemembered> pauses_{};  // a ring
  std::size_t count_ = 0;
};

// One per call: it learns how long the caller pauses inside a turn.
class Endpointing {
 public:
  explicit Endpointing(EndpointSettings settings) : settings_(settings) {}

  Ending judge(const SpokenSoFar& spoken) const;
  std::chrono::milliseconds silence_needed(const SpokenSoFar& spoken) const;
  // After `spoken` the caller was quiet for so long and then went on with the same turn.
  void went_on_after(const SpokenSoFar& spoken, Duration pause);

 private:
  EndpointSettings settings_;
  PauseMemory surprising_;  // pauses where the sentence could have been over
  PauseMemory expected_;    // where it could not: these say nothing about the ends of sentences
};

}  // namespace parley
