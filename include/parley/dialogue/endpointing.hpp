// SPDX-License-Identifier: Apache-2.0
// How long a silence must be before the caller's turn is over: short after what is complete and can be answered,
// long where the sentence surely goes on.
#pragma once

#include <chrono>
#include <string>

namespace parley {

struct EndpointSettings {
  std::chrono::milliseconds when_complete{240};
  std::chrono::milliseconds when_unsure{600};
  std::chrono::milliseconds when_open{1100};
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

  friend bool operator==(const SpokenSoFar&, const SpokenSoFar&) = default;
};

enum class Ending { complete, unsure, open };

class Endpointing {
 public:
  explicit Endpointing(EndpointSettings settings) : settings_(settings) {}

  Ending judge(const SpokenSoFar& spoken) const;
  std::chrono::milliseconds silence_needed(const SpokenSoFar& spoken) const;

 private:
  EndpointSettings settings_;
};

}  // namespace parley
