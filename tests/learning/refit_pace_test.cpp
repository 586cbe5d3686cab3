// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/refit_pace.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using namespace std::chrono_literals;

TEST(RefitPace, WaitsForEnoughChangesOrLongEnough) {
  const struct {
    const char* what;
    UntaughtChanges changes;
    std::size_t taught;
    bool due;
  } kCases[] = {
      {"nothing", {0, 0, 0, 24h}, 100, false},
      {"two patterns", {2, 0, 0, 0s}, 0, true},
      {"one pattern", {1, 3, 0, 0s}, 0, false},
      {"one pattern and some examples", {1, 3, 1, 0s}, 0, true},
      {"few for a large organization", {2, 0, 0, 0s}, 1200, false},
      {"a twelfth", {0, 60, 40, 0s}, 1200, true},
      {"one example for an hour", {0, 1, 0, 1h}, 1200, true},
      {"one example for less", {0, 1, 0, 59min}, 1200, false},
  };
  for (const auto& [what, changes, taught, due] : kCases) EXPECT_EQ(refit_due(changes, taught), due) << what;
}

}  // namespace
}  // namespace parley
