// SPDX-License-Identifier: Apache-2.0
#include "parley/learning/signals.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

TEST(CallerSignals, AreReadFromTwoUtterances) {
  const struct {
    const char* before;
    const char* now;
    CallerSignal expected;
  } kCases[] = {
      {"when do you open", "when do you open", CallerSignal::repeats},
      {"how do I change my pin", "I asked how to change the pin", CallerSignal::repeats},
      {"how do I change my pin", "changing the pin, how", CallerSignal::repeats},
      {"how do I change my pin", "and where is the office", CallerSignal::none},
      {"how do I change my pin", "thank you", CallerSignal::none},
      {"how do I change my pin", "no thanks that is all", CallerSignal::none},
      {"how do I change my pin", "no, I meant the card", CallerSignal::corrects},
      {"how do I change my pin", "that's not what I asked", CallerSignal::corrects},
      {"how do I change my pin", "you misunderstood me", CallerSignal::corrects},
      {"how do I change my pin", "can I speak to a real person please", CallerSignal::asks_for_person},
      {"how do I change my pin", "agent", CallerSignal::asks_for_person},
      {"how do I change my pin", "let me talk to someone", CallerSignal::asks_for_person},
      {"how do I change my pin", "did someone call me", CallerSignal::none},
      {"what is it", "", CallerSignal::none},
      {"", "when do you open", CallerSignal::none},
  };
  for (const auto& [before, now, expected] : kCases)
    EXPECT_EQ(to_string(caller_signal(before, now)), to_string(expected)) << now;
}

}  // namespace
}  // namespace parley
