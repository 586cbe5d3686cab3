// SPDX-License-Identifier: Apache-2.0
// Questions that patterns answered by meaning, as examples of their own: they widen what a pattern knows without a
// change of its definition, and those that were audited are what thresholds are measured on.
#pragma once

#include <cstddef>

#include "parley/meaning/meaning_lesson.hpp"

namespace parley {

// Of one organization; the oldest give way. Beyond it they teach little and cost at every lesson.
inline constexpr std::size_t kMostAnsweredQuestions = 4000;

// How many questions an audited one stands for: those that were answered as it was and not audited. `share` of answers
// that are audited (audit_share()). Bounded, so that no single audit decides a threshold.
double audited_weight(double share);

}  // namespace parley
