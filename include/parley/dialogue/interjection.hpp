// SPDX-License-Identifier: Apache-2.0
// The caller makes a sound while the agent speaks: is it meant to stop the agent, or a cough, a laugh, an "uh-huh"?
#pragma once

#include <chrono>
#include <string_view>

#include "parley/core/time.hpp"
#include "parley/dialogue/endpointing.hpp"

namespace parley {

struct InterjectionSettings {
  std::chrono::milliseconds meant_after{200};  // of voice: nobody says a word in less
  // A running search puts words to laughs and coughs too: its guesses count from so much voice on. The agent is quiet
  // meanwhile, so that a caller who means it does not notice.
  std::chrono::milliseconds guesses_count_after{1500};
  // Laughs and coughs come out as scraps of sentences. What the router answers, or what asks to be heard ("wait"),
  // needs the first confidence; anything else the second, and two words.
  double sure_from = 0.5;
  double very_sure_from = 0.75;
  std::chrono::milliseconds resume_after{300};  // of quiet behind a sound that was not meant
  // A voice that goes on for so long is meant, whatever was understood; laughs last 1.3 s.
  std::chrono::milliseconds longest{1600};
};

enum class Interjection { undecided, meant, aside };

// Nothing but words by which people show that they listen ("mhm", "okay", "I see"), think or laugh.
bool is_aside(std::string_view text);

// "wait", "no", "excuse me": words by which people take the floor.
bool takes_floor(std::string_view text);

class InterjectionJudge {
 public:
  explicit InterjectionJudge(InterjectionSettings settings) : settings_(settings) {}

  // `voiced`: from the first to the last voiced sample so far; `quiet`: since then, zero while the voice goes on.
  Interjection judge(const SpokenSoFar& spoken, Duration voiced, Duration quiet) const;
  Duration resume_after() const { return settings_.resume_after; }
  Duration longest() const { return settings_.longest; }

 private:
  bool means_something(const SpokenSoFar& spoken) const;

  InterjectionSettings settings_;
};

}  // namespace parley
