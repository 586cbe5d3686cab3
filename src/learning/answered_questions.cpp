// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/answered_questions.hpp"

#include <algorithm>

namespace parley {
namespace {

constexpr double kMostWeight = 10;

}  // namespace

double audited_weight(double share) { return share <= 0 ? kMostWeight : std::clamp(1 / share, 1.0, kMostWeight); }

}  // namespace parley
