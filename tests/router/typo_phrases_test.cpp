// SPDX-License-Identifier: Apache-2.0
#include "typo_phrases.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

std::vector<Pattern> patterns() {
  Pattern hours;
  hours.key = "hours";
  hours.examples = {"Could you tell me your hours, please?", "your hours"};
  hours.keywords = {{{"opening times|schedule"}, {}, {"account"}, {}}, {{}, {"when", "open"}, {}, {}}};
  Pattern both;
  both.key = "both";
  both.keywords = {{{"schedule"}, {}, {}, {}}};
  Pattern sleeping;
  sleeping.key = "sleeping";
  sleeping.active = false;
  sleeping.examples = {"submarine"};
  return {hours, both, sleeping};
}

TEST(TypoPhrases, AreExamplesWithoutCourtesiesAndKeywordsThatAnswerAlone) {
  std::vector<std::string> faults;
  const KeywordRules rules(patterns(), faults);
  std::vector<std::string> found;
  for (const auto& phrase : typo_phrases(patterns(), rules)) {
    EXPECT_EQ(phrase.pattern, 0U);
    found.push_back(join_words(phrase.words));
  }
  EXPECT_EQ(found, (std::vector<std::string>{"your hours", "opening times"}));
}

TEST(TypoPhrases, TheVocabularyIsEveryWordOfThePatterns) {
  const auto words = typo_vocabulary(patterns());
  for (const char* word : {"could", "hours", "times", "schedule", "account", "open", "submarine"})
    EXPECT_TRUE(words.contains(word)) << word;
  EXPECT_FALSE(words.contains("opening times"));
}

}  // namespace
