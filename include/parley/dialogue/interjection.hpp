// SPDX-License-Identifier: Apache-2.0
// The caller makes a sound while the agent speaks: is it meant to stop the agent, or a cough, a laugh, an "uh-huh"?
#pragma once

#include <chrono>
#include <string_view>

#include "parley/core/time.hpp"
#include "parley/dialogue/endpointing.hpp"

namespace parley {

struct InterjectionSettings {
  std::chrono::milliseconds meant_after{200};   // of voice: shorter words are guesses of a search that has just begun
  std::chrono::milliseconds resume_after{300};  // of quiet behind a sound that was not meant
  std::chrono::milliseconds longest{3000};      // a voice that goes on for so long is meant, whatever was understood
};

enum class Interjection { undecided, meant, aside };

// Nothing but words by which people show that they listen ("mhm", "okay", "I see"), think or laugh.
bool is_aside(std::string_view text);

class InterjectionJudge {
 public:
  explicit InterjectionJudge(InterjectionSettings settings) : settings_(settings) {}

  // `voiced`: from the first to the last voiced sample so far; `quiet`: since then, zero while the voice goes on.
  Interjection judge(const SpokenSoFar& spoken, Duration voiced, Duration quiet) const;
  Duration resume_after() const { return settings_.resume_after; }
  Duration longest() const { return settings_.longest; }

 private:
  InterjectionSettings settings_;
};

}  // namespace parley
