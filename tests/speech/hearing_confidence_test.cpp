// SPDX-License-Identifier: Apache-2.0
#include "hearing_confidence.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parley {
namespace {

constexpr double kTrusted = 0.3;  // RouterLimits::min_confidence as it is shipped

TEST(HearingConfidence, TellsWhatWasMeasuredOfCallersFromWhatWasMeasuredOfForeignSpeech) {
  struct Case {
    const char* what;
    double posterior;  // the middle of what was measured
    double surprise;
    bool trusted;
  };
  for (const auto& [what, posterior, surprise, trusted] : {
           Case{"orders to their own domain", 0.90, 0.22, true},
           Case{"digits where digits are expected", 0.82, 0.44, true},
           Case{"questions in other words than the examples", 0.87, 0.50, true},
           Case{"the same in a poorly heard voice", 0.69, 0.52, true},
           Case{"orders to a heating company", 0.50, 0.83, false},
           Case{"prompts to a heating company", 0.53, 0.94, false},
           Case{"orders where digits are expected", 0.54, 0.92, false},
       }) {
    const std::vector<WordEvidence> words(4, {posterior, surprise});
    EXPECT_EQ(utterance_confidence(words) > kTrusted, trusted) << what << ": " << utterance_confidence(words);
  }
}

TEST(HearingConfidence, GrowsWithThePosteriorAndSinksWithTheSurprise) {
  for (double surprise = 0; surprise < 2; surprise += 0.25) {
    for (double posterior = 0; posterior < 1; posterior += 0.25) {
      const std::vector<WordEvidence> here = {{posterior, surprise}};
      const std::vector<WordEvidence> surer = {{posterior + 0.25, surprise}};
      const std::vector<WordEvidence> stranger = {{posterior, surprise + 0.25}};
      EXPECT_LT(utterance_confidence(here), utterance_confidence(surer));
      EXPECT_GT(utterance_confidence(here), utterance_confidence(stranger));
      EXPECT_LT(word_confidence(here[0]), word_confidence(surer[0]));
      EXPECT_EQ(word_confidence(here[0]), word_confidence(stranger[0]));
    }
  }
}

TEST(HearingConfidence, OneDoubtfulWordAmongManyDoesNotSinkASentence) {
  std::vector<WordEvidence> words(6, {0.95, 0.4});
  words[3] = {0.1, 0.9};
  EXPECT_GT(utterance_confidence(words), kTrusted);
  EXPECT_LT(word_confidence(words[3]), 0.3);
  EXPECT_GT(word_confidence(words[2]), 0.6);
}

TEST(HearingConfidence, ARunningSearchHasOnlyTheLanguageModel) {
  const std::vector<WordEvidence> fluent(3, {std::nullopt, 0.4});
  const std::vector<WordEvidence> babble(3, {std::nullopt, 0.95});
  EXPECT_GT(utterance_confidence(fluent), kTrusted);
  EXPECT_LT(utterance_confidence(babble), kTrusted);
  EXPECT_GT(word_confidence(fluent[0]), word_confidence(babble[0]));
}

TEST(HearingConfidence, NothingHeardIsNothingTrusted) { EXPECT_EQ(utterance_confidence({}), 0); }

}  // namespace
}  // namespace parley
