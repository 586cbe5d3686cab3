// SPDX-License-Identifier: Apache-2.0
// How sure it is that an answer of layer 2 is right: defined by what speaks for it, not by how it sounds.
#pragma once

#include <optional>

namespace parley {

struct AnswerEvidence {
  std::optional<double> self_rating;         // of the model, 0–1; absent: it does not rate itself
  double retrieval = 0;                      // how well the organization's own knowledge bears it out, 0–1
  bool quoted = false;                       // its text is the organization's own; a second sample proves nothing then
  std::optional<bool> second_sample_agrees;  // asked again, it says the same
  std::optional<bool>
      router_agrees;  // layer 1b's best pattern, sure or not, has this answer; absent: no pattern has it
  std::optional<bool> earlier_sighting_agrees;  // another caller's question that is near in meaning got the same answer

  friend bool operator==(const AnswerEvidence&, const AnswerEvidence&) = default;
};

// 0–1; what each piece of evidence adds stands in answer_confidence.cpp.
double answer_confidence(const AnswerEvidence& evidence);

}  // namespace parley
