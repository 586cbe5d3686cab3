// SPDX-License-Identifier: Apache-2.0
#include "listening_corpus.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "everyday_phrases.hpp"

namespace parley {
namespace {

using Expect = HearingContext::Expect;

constexpr auto kNone = Vocabulary::kNone;
constexpr auto kStart = Vocabulary::kStart;
constexpr auto kEnd = Vocabulary::kEnd;

Organization heating() {
  Organization organization;
  organization.key.value = "heating";
  organization.name = "Zyxmiller Heating";
  organization.phrases = {"qwertybird lane"};
  organization.pronunciations = {{"HVAC", "h v a c"}, {"Zyxmiller", "six miller"}, {"two words", "never"}};
  organization.fallback.reprompt = "Sorry, say plumbusly again.";
  Pattern fuel;
  fuel.key = "fuel";
  fuel.examples = {"is it $89 for a gazzle"};
  KeywordRule rule;
  rule.any = {"gargas|porpane tank|fuzzoil"};
  rule.all = {"kerosnip"};
  rule.none = {"neverheard"};
  fuel.keywords.push_back(rule);
  fuel.reply = "We bring {{placeheld}} blimgas. Any day!";
  fuel.offers = "fuel delivorry";
  Pattern closed = fuel;
  closed.active = false;
  closed.examples = {"inactivesaid"};
  closed.keywords[0].any = {"inactivekey"};
  closed.reply = "inactivereply";
  organization.patterns = {fuel, closed};
  return organization;
}

struct Asked {
  const ListeningCorpus& corpus;

  WordId id(const char* word) const { return corpus.vocabulary.find(word); }
  bool knows(const char* word) const { return id(word) != kNone; }
  double own(WordId before, WordId last, WordId next) const {
    return corpus.own.probability(before, last, next, corpus.vocabulary.size());
  }
};

TEST(ListeningCorpus, HoldsWhatAnOrganizationsCallersMaySay) {
  const auto corpus = collect_corpus(heating());
  const Asked asked{corpus};
  for (const char* word : {"gazzle", "gargas", "porpane", "fuzzoil", "kerosnip", "blimgas", "delivorry", "qwertybird",
                           "zyxmiller", "hvac", "plumbusly", "eighty", "hello", "tomorrow", "o'clock", "seven"}) {
    EXPECT_TRUE(asked.knows(word)) << word;
  }
  for (const char* word : {"neverheard", "inactivesaid", "inactivekey", "inactivereply", "placeheld", "{{placeheld}}",
                           "$89", "89", "...", "|", "Hello"}) {
    EXPECT_FALSE(asked.knows(word)) << word;
  }
}

TEST(ListeningCorpus, KnowsEveryEverydayWord) {
  const auto corpus = collect_corpus({});
  std::istringstream words{std::string(everyday_words())};
  for (std::string word; words >> word;) EXPECT_NE(corpus.vocabulary.find(word), kNone) << word;
}

TEST(ListeningCorpus, MakesASentenceOfEachAlternative) {
  const auto corpus = collect_corpus(heating());
  const Asked asked{corpus};
  for (const char* alone : {"gargas", "fuzzoil", "kerosnip"}) {
    EXPECT_GT(asked.own(kNone, kStart, asked.id(alone)), 0.01) << alone;
    EXPECT_GT(asked.own(kStart, asked.id(alone), kEnd), 0.7) << alone;
  }
  EXPECT_GT(asked.own(kStart, asked.id("porpane"), asked.id("tank")), 0.7);
  EXPECT_LT(asked.own(kStart, asked.id("gargas"), asked.id("porpane")), 0.05);
}

TEST(ListeningCorpus, SplitsRepliesIntoSentences) {
  const auto corpus = collect_corpus(heating());
  const Asked asked{corpus};
  EXPECT_GT(asked.own(asked.id("bring"), asked.id("blimgas"), kEnd), 0.5) << "the placeholder is left out";
  EXPECT_LT(asked.own(asked.id("bring"), asked.id("blimgas"), asked.id("any")), 0.05);
  EXPECT_GT(asked.own(kStart, asked.id("any"), asked.id("day")), 0.5);
}

TEST(ListeningCorpus, CountsWhatACallerIsExpectedToSay) {
  EXPECT_TRUE(collect_corpus(heating()).expected.empty());
  const auto probability = [](const HearingContext& expecting, const char* before, const char* last, const char* next) {
    const auto corpus = collect_corpus(heating(), expecting);
    const Asked asked{corpus};
    EXPECT_TRUE(asked.knows(next)) << next;
    return corpus.expected.probability(asked.id(before), asked.id(last), asked.id(next), corpus.vocabulary.size());
  };
  EXPECT_GT(probability({Expect::yes_no, {}}, "", "<s>", "yes"), 0.1);
  EXPECT_GT(probability({Expect::yes_no, {}}, "", "<s>", "no"), 0.1);
  EXPECT_LT(probability({Expect::yes_no, {}}, "", "<s>", "seven"), 0.001);
  for (const char* digit : {"zero", "oh", "one", "five", "nine"}) {
    EXPECT_GT(probability({Expect::digits, {}}, "seven", "three", digit), 0.04) << digit;
    EXPECT_GT(probability({Expect::digits, {}}, "", "<s>", digit), 0.03) << digit;
  }
  EXPECT_LT(probability({Expect::digits, {}}, "", "<s>", "yes"), 0.1);
  const HearingContext streets{Expect::phrases, {"Vandelay Street", "12 Elm"}};
  EXPECT_GT(probability(streets, "", "<s>", "vandelay"), 0.3);
  EXPECT_GT(probability(streets, "<s>", "twelve", "elm"), 0.5);
}

TEST(ListeningCorpus, KnowsThatABeginningGoesOn) {
  const auto corpus = collect_corpus({});
  EXPECT_TRUE(corpus.own.empty());
  const auto model = listening_model(corpus, corpus_shares(Expect::anything));
  const auto complete = [&](const char* before, const char* last) {
    return model.completeness(corpus.vocabulary.find(before), corpus.vocabulary.find(last));
  };
  EXPECT_GT(complete("thank", "you"), 0.5);
  EXPECT_GT(complete("yes", "please"), 0.5);
  EXPECT_LT(complete("i'd", "like"), 0.1);
  EXPECT_LT(complete("would", "like"), 0.1);
}

TEST(ListeningCorpus, GivesAwayTheWholeOfItsShares) {
  for (auto expect : {Expect::anything, Expect::phrases, Expect::digits, Expect::yes_no}) {
    const auto shares = corpus_shares(expect);
    EXPECT_NEAR(shares.own + shares.expected + shares.everyday, 1, 1e-9);
    EXPECT_EQ(shares.expected > 0, expect != Expect::anything);
  }
}

TEST(ListeningModel, PrefersWhatIsExpectedAndAllowsTheRest) {
  const auto start_probability = [](Expect expect, const char* word) {
    const auto corpus = collect_corpus(heating(), {expect, {}});
    const auto model = listening_model(corpus, corpus_shares(expect));
    return model.probability(kNone, kStart, model.vocabulary().find(word));
  };
  for (const char* digit : {"seven", "zero"}) {
    EXPECT_GT(start_probability(Expect::digits, digit), 10 * start_probability(Expect::anything, digit));
  }
  EXPECT_GT(start_probability(Expect::yes_no, "yes"), 5 * start_probability(Expect::anything, "yes"));
  EXPECT_GT(start_probability(Expect::yes_no, "gargas"), 1e-4);
  EXPECT_GT(start_probability(Expect::anything, "gargas"), 0.01);
}

TEST(SpokenForms, AreThoseOfSingleWords) {
  const std::map<std::string, std::vector<std::string>> expected = {{"hvac", {"h", "v", "a", "c"}},
                                                                    {"zyxmiller", {"six", "miller"}}};
  EXPECT_EQ(spoken_forms(heating()), expected);
}

}  // namespace
}  // namespace parley
