// SPDX-License-Identifier: Apache-2.0
#include "keyword_rules.hpp"

#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

Pattern pattern(std::string key, std::vector<KeywordRule> rules) {
  Pattern made;
  made.key = std::move(key);
  made.keywords = std::move(rules);
  return made;
}

class KeywordRulesTest : public testing::Test {
 protected:
  std::vector<RuleHit> match(const std::vector<Pattern>& patterns, const char* said) {
    std::vector<std::string> faults;
    const KeywordRules rules(patterns, faults);
    EXPECT_TRUE(faults.empty()) << faults.front();
    const auto words = without_emphasis(normalise(said));
    return rules.match(words, core_of(words));
  }
  bool fires(const KeywordRule& rule, const char* said) { return !match({pattern("p", {rule})}, said).empty(); }
  std::vector<std::string> faults(const Pattern& faulty) {
    std::vector<std::string> found;
    const KeywordRules rules({faulty}, found);
    return found;
  }
};

TEST_F(KeywordRulesTest, AnyNeedsOneAllNeedsEachNoneForbids) {
  const KeywordRule rule{{"hours", "times"}, {"today"}, {"account"}, {}};
  EXPECT_TRUE(fires(rule, "hours today"));
  EXPECT_TRUE(fires(rule, "today times"));
  EXPECT_FALSE(fires(rule, "hours"));
  EXPECT_FALSE(fires(rule, "today"));
  EXPECT_FALSE(fires(rule, "hours today for my account"));
}

TEST_F(KeywordRulesTest, MaxWordsCountsTheQuestionWithoutCourtesies) {
  const KeywordRule rule{{"hours"}, {}, {}, 4};
  EXPECT_TRUE(fires(rule, "what are your hours"));
  EXPECT_TRUE(fires(rule, "hi there, could you tell me what your hours are please"));
  EXPECT_FALSE(fires(rule, "what are your hours on monday"));
}

TEST_F(KeywordRulesTest, EntriesMatchWholeWordsAndRunsInOrder) {
  const KeywordRule rule{{"day off"}, {}, {}, {}};
  EXPECT_TRUE(fires(rule, "is monday a day off"));
  EXPECT_FALSE(fires(rule, "off day"));
  EXPECT_FALSE(fires(rule, "day is off"));
  EXPECT_FALSE(fires({{"hour"}, {}, {}, {}}, "hours"));
}

TEST_F(KeywordRulesTest, EntriesAreNormalisedLikeUtterances) {
  EXPECT_TRUE(fires({{"What's up"}, {}, {}, {}}, "whats up"));
  EXPECT_TRUE(fires({{"24/7"}, {}, {}, {}}, "are you there twenty four seven"));
}

TEST_F(KeywordRulesTest, ABarSeparatesAlternatives) {
  const KeywordRule rule{{}, {"furnace|water heater", "broken|not working"}, {}, {}};
  EXPECT_TRUE(fires(rule, "my water heater is broken"));
  EXPECT_TRUE(fires(rule, "the furnace is not working"));
  EXPECT_FALSE(fires(rule, "furnace water heater"));
}

TEST_F(KeywordRulesTest, NegationThatNoEntryNamesKeepsItFromFiring) {
  const KeywordRule hours{{"hours"}, {}, {}, {}};
  EXPECT_FALSE(fires(hours, "i do not want your hours"));
  EXPECT_FALSE(fires(hours, "never mind your hours"));
  EXPECT_TRUE(fires(hours, "no i want your hours"));  // a courtesy: it answers what was asked before
  EXPECT_TRUE(fires({{"not working"}, {}, {}, {}}, "it is not working"));
}

TEST_F(KeywordRulesTest, CourtesiesAloneDoNotExplainAQuestion) {
  EXPECT_FALSE(fires({{"thanks"}, {}, {}, {}}, "my bill is wrong thanks"));
  EXPECT_TRUE(fires({{"thanks"}, {}, {}, {}}, "okay thanks"));
}

TEST_F(KeywordRulesTest, AQuestionThatMerelyContainsAKeywordIsAnotherQuestion) {
  auto warranty = pattern("warranty", {{{"warranty"}, {}, {}, {}}});
  warranty.examples = {"what warranty do i get on a new furnace"};
  auto visit = pattern("visit", {{{}, {"book", "visit"}, {}, {}}});
  visit.examples = {"can you come out"};
  struct Case {
    const char* said;
    bool fires;
  };
  const Case cases[] = {
      {"is there a warranty on the furnace", true},       // the pattern's own words
      {"what warranty comes with it tonight", false},     // "comes" is nobody's word
      {"does it come with a warranty", true},             // one word of another pattern
      {"did you lose the warranty papers again", false},  // three of nobody's
      {"book a quick visit", true},                       // one of nobody's beside two conditions
      {"book my cousin a visit to paris", false},         // two of them
      {"could you please book a visit on sunday", true},  // when makes no other question
  };
  for (const auto& [said, fires] : cases) EXPECT_EQ(!match({warranty, visit}, said).empty(), fires) << said;
}

TEST_F(KeywordRulesTest, ARuleThatAsksForLongSentencesTakesStrays) {
  const char* said = "help i smell gas near the stove behind the counter";
  EXPECT_FALSE(fires({{"smell gas"}, {}, {}, 15}, said));
  EXPECT_TRUE(fires({{"smell gas"}, {}, {}, 16}, said));
}

TEST_F(KeywordRulesTest, TheMoreSpecificPatternComesFirst) {
  const std::vector<Pattern> patterns = {pattern("hours", {{{"hours"}, {}, {}, {}}}),
                                         pattern("holiday", {{{}, {"hours", "holiday"}, {}, {}}})};
  const auto hits = match(patterns, "what are your holiday hours");
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].pattern, 1U);
  EXPECT_EQ(hits[1].pattern, 0U);
  EXPECT_GT(hits[0].explained, hits[1].explained);
}

TEST_F(KeywordRulesTest, EqualPatternsKeepTheOrderOfTheFile) {
  const std::vector<Pattern> patterns = {pattern("a", {{{"two"}, {}, {}, {}}}),
                                         pattern("b", {{{"three"}, {}, {}, {}}})};
  EXPECT_EQ(match(patterns, "three and two")[0].pattern, 0U);
}

TEST_F(KeywordRulesTest, APatternHasOneHitOfItsMostSpecificRule) {
  const auto hits = match({pattern("p", {{{"hours"}, {}, {}, {}}, {{}, {"hours", "today"}, {}, {}}})}, "hours today");
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].core_words, 2U);
}

TEST_F(KeywordRulesTest, InactivePatternsNeverFire) {
  auto sleeping = pattern("p", {{{"hours"}, {}, {}, {}}});
  sleeping.active = false;
  EXPECT_TRUE(match({sleeping}, "hours").empty());
}

TEST_F(KeywordRulesTest, EveryFaultOfARuleIsNamed) {
  const auto found = faults(pattern("p", {{{}, {}, {"x"}, {}},
                                          {{"hours"}, {}, {}, 0},
                                          {{"hours"}, {}, {}, 65},
                                          {{"um"}, {}, {}, {}},
                                          {{"a", "..."}, {}, {}, {}},
                                          {{"hours", "times"}, {}, {"times", "hours"}, {}}}));
  ASSERT_EQ(found.size(), 6U);
  EXPECT_NE(found[0].find("pattern \"p\", keyword rule 1: needs any or all"), std::string::npos) << found[0];
  EXPECT_NE(found[1].find("rule 2: max_words must be 1 to 64"), std::string::npos);
  EXPECT_NE(found[2].find("rule 3: max_words"), std::string::npos);
  EXPECT_NE(found[3].find("rule 4: \"um\" has nothing"), std::string::npos);
  EXPECT_NE(found[4].find("rule 5: \"...\""), std::string::npos);
  EXPECT_NE(found[5].find("rule 6: can never fire"), std::string::npos);
}

TEST_F(KeywordRulesTest, OneRuleOfTwoPatternsIsAContradiction) {
  std::vector<std::string> found;
  const KeywordRules rules({pattern("a", {{{"Fees", "price"}, {}, {"car"}, 6}}),
                            pattern("b", {{{}, {"price|fees"}, {"cars"}, 6}, {{"price", "fees"}, {}, {"car"}, 6}}),
                            pattern("c", {{{"fees", "price"}, {}, {"car"}, 5}})},
                           found);
  EXPECT_EQ(found, (std::vector<std::string>{"pattern \"b\": a keyword rule is also one of pattern \"a\""}));
}

TEST_F(KeywordRulesTest, AnUtteranceOfSixtyFourWordsIsStillRead) {
  const KeywordRule rule{{"hours"}, {}, {}, 64};
  std::vector<std::string> faulty;
  const KeywordRules rules({pattern("p", {rule})}, faulty);
  std::vector<std::string> words(64, "word");
  words.back() = "hours";
  EXPECT_EQ(rules.match(words, {0, 64}).size(), 1U);
  words.push_back("more");
  EXPECT_TRUE(rules.match(words, {0, 65}).empty());
}

}  // namespace
