// SPDX-License-Identifier: Apache-2.0
#include "played_recordings.hpp"

#include <gtest/gtest.h>

namespace parley::commands {
namespace {

TEST(PlayedRecordings, OneOtherAnswerIsWrongAndNoneIsAskedAgain) {
  struct Case {
    std::vector<std::string> patterns;
    Verdict verdict;
  };
  for (const auto& [patterns, verdict] : {
           Case{{}, Verdict::asked_again},
           Case{{"hours"}, Verdict::right},
           Case{{"hours", "hours"}, Verdict::right},
           Case{{"address"}, Verdict::wrong},
           Case{{"hours", "address"}, Verdict::wrong},
           Case{{"address", "hours"}, Verdict::wrong},
       }) {
    EXPECT_EQ(judge({false, "", patterns}, "hours"), verdict);
  }
}

}  // namespace
}  // namespace parley::commands
