// SPDX-License-Identifier: Apache-2.0
#include "near_questions.hpp"

#include "content_words.hpp"
#include "parley/router/normalise.hpp"

namespace parley {
namespace {

// Questions that share so much are near in meaning, whatever a closeness says.
constexpr double kNearWording = 0.5;
constexpr double kNearMeaning = 0.6;

}  // namespace

bool near_questions(const std::string& one, const std::string& other, const MeaningCloseness& closeness) {
  if (one == other) return true;
  if (shared_part(content_stems(normalise(one)), content_stems(normalise(other))) >= kNearWording) return true;
  return closeness && closeness(one, other) >= kNearMeaning;
}

}  // namespace parley
