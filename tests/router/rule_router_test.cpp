// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "parley/router/intent_router.hpp"

using namespace parley;

namespace {

Pattern pattern(std::string key, std::vector<std::string> examples, std::vector<KeywordRule> rules) {
  Pattern made;
  made.key = std::move(key);
  made.examples = std::move(examples);
  made.keywords = std::move(rules);
  return made;
}

Organization shop() {
  Organization organization;
  organization.key.value = "shop";
  organization.prices.llm_call_usd = 0.02;
  organization.patterns = {
      pattern("hours", {"What are your hours?", "when do you open"}, {{{"hours"}, {}, {"account"}, 5}}),
      pattern("holidays", {"are you open on holidays"}, {{{}, {"hours", "holidays"}, {}, 8}}),
      pattern("thanks", {"thank you"}, {{{"thanks"}, {}, {}, 3}}),
  };
  return organization;
}

std::shared_ptr<const IntentRouter> router_of(const Organization& organization) {
  auto made = create_rule_router(organization);
  EXPECT_TRUE(made) << made.error().message;
  return *made;
}

TEST(RuleRouter, AnExampleInAnySpellingIsExact) {
  const auto router = router_of(shop());
  for (const char* said : {"what are your hours", "what ... what are ur HOURS", "hi, what are your hours please"}) {
    const auto decision = router->route({said, 1});
    EXPECT_EQ(decision.pattern, "hours") << said;
    EXPECT_EQ(decision.method, RouteMethod::exact);
    EXPECT_EQ(decision.layer, RouteLayer::rules);
    EXPECT_EQ(decision.confidence, 1.0);
    EXPECT_EQ(decision.saved_usd, 0.02);
    EXPECT_EQ(decision.cost_usd, 0.0);
  }
}

TEST(RuleRouter, AKeywordAnswersWhatNoExampleSays) {
  const auto decision = router_of(shop())->route({"tell me the hours", 1});
  EXPECT_EQ(decision.pattern, "hours");
  EXPECT_EQ(decision.method, RouteMethod::keyword);
  EXPECT_GT(decision.confidence, 0.7);
  EXPECT_LT(decision.confidence, 1.01);
}

TEST(RuleRouter, TheMoreSpecificRuleWinsAndTheOtherIsListed) {
  const auto decision = router_of(shop())->route({"your hours on holidays", 1});
  EXPECT_EQ(decision.pattern, "holidays");
  ASSERT_EQ(decision.candidates.size(), 2U);
  EXPECT_EQ(decision.candidates[0].pattern, "holidays");
  EXPECT_EQ(decision.candidates[1].pattern, "hours");
  EXPECT_GT(decision.candidates[0].confidence, decision.candidates[1].confidence);
  EXPECT_LT(decision.confidence, 1);  // a rival takes some of the certainty
}

TEST(RuleRouter, NothingFitsMeansFallback) {
  for (const char* said : {"the weather in france", "hours hours of my account", "i do not want your hours",
                           "i spent so many hours on the phone with you"}) {
    const auto decision = router_of(shop())->route({said, 1});
    EXPECT_EQ(decision.layer, RouteLayer::fallback) << said;
    EXPECT_EQ(decision.method, RouteMethod::fallback);
    EXPECT_EQ(decision.pattern, "");
    EXPECT_EQ(decision.saved_usd, 0.0);
  }
}

TEST(RuleRouter, ARefusalIsADecisionOfLayerZero) {
  const auto decision = router_of(shop())->route({"um", 1});
  EXPECT_EQ(decision.layer, RouteLayer::validation);
  EXPECT_EQ(decision.method, RouteMethod::validation);
  EXPECT_EQ(decision.refusal, Refusal::noise);
  EXPECT_EQ(decision.pattern, "");
}

TEST(RuleRouter, WordsOverAndOverAreRefusedUnlessTheyAreAnExample) {
  auto organization = shop();
  organization.patterns.push_back(pattern("bye", {"bye"}, {}));
  EXPECT_EQ(router_of(organization)->route({"hours hours hours hours", 1}).refusal, Refusal::repeated);
  EXPECT_EQ(router_of(organization)->route({"bye bye bye bye", 1}).pattern, "bye");
}

TEST(RuleRouter, ATypoOfAnExampleIsAnsweredAndSaysSo) {
  const auto router = router_of(shop());
  const auto decision = router->route({"hi, wen do you opne please", 1});
  EXPECT_EQ(decision.pattern, "hours");
  EXPECT_EQ(decision.layer, RouteLayer::rules);
  EXPECT_EQ(decision.method, RouteMethod::typo);
  EXPECT_GT(decision.confidence, 0.8);
  EXPECT_LT(decision.confidence, 1);
  EXPECT_EQ(decision.saved_usd, 0.02);
  EXPECT_EQ(router->route({"huors", 1}).pattern, "hours") << "a keyword that answers alone";
  EXPECT_EQ(router->route({"when do you oven", 1}).pattern, "");
  EXPECT_EQ(router->route({"wen do you open", 0.9, {{"wen", 0.01}, {"open", 0.9}}}).pattern, "")
      << "what was hardly heard is not mended";
}

TEST(RuleRouter, WrappedExamplesMatchUnlessTheirCoreBelongsToTwo) {
  auto organization = shop();
  organization.patterns.push_back(pattern("price", {"could you tell me the fee"}, {}));
  EXPECT_EQ(router_of(organization)->route({"the fee please", 1}).pattern, "price");
  organization.patterns.push_back(pattern("refund", {"do you know the fee"}, {}));
  EXPECT_EQ(router_of(organization)->route({"the fee please", 1}).pattern, "");
  EXPECT_EQ(router_of(organization)->route({"could you tell me the fee", 1}).pattern, "price");
}

TEST(RuleRouter, EveryFaultIsListedAtOnce) {
  auto organization = shop();
  organization.blocklist = {"(unclosed"};
  organization.patterns.push_back(pattern("again", {"When do you open!", "um"}, {{{}, {}, {}, 0}}));
  organization.patterns.push_back(pattern("hours", {"opening hours"}, {}));
  const auto made = create_rule_router(organization);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().fault, Fault::invalid_input);
  const auto& message = made.error().message;
  for (const char* part :
       {"\"shop\"", "blocklist entry 1", "missing )",
        "example \"When do you open!\" is also an example of pattern \"hours\"", "example \"um\" has nothing",
        "needs any or all", "max_words must be", "pattern \"hours\" is there twice"})
    EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
}

TEST(RuleRouter, ARuleRestsOnlyOnWordsThatWereHeardSurely) {
  const auto router = router_of(shop());
  struct Case {
    const char* what;
    std::vector<HeardTerm> words;
    const char* pattern;
    Refusal refusal;
  };
  const Case cases[] = {
      {"all sure", {{"tell", 0.9}, {"me", 0.9}, {"the", 0.9}, {"hours", 0.9}}, "hours", Refusal::none},
      {"its own word doubtful", {{"tell", 0.9}, {"me", 0.9}, {"the", 0.9}, {"hours", 0.01}}, "", Refusal::unclear},
      {"other words doubtful", {{"tell", 0.05}, {"me", 0.05}, {"the", 0.05}, {"hours", 0.9}}, "hours", Refusal::none},
      {"nothing known", {}, "hours", Refusal::none},
      {"of other words", {{"something", 0.05}}, "hours", Refusal::none},
  };
  for (const auto& [what, words, pattern, refusal] : cases) {
    const auto decision = router->route({"tell me the hours", 0.9, words});
    EXPECT_EQ(decision.pattern, pattern) << what;
    EXPECT_EQ(decision.refusal, refusal) << what;
  }
  EXPECT_EQ(router->route({"blue banana", 0.9, {{"blue", 0.05}, {"banana", 0.05}}}).refusal, Refusal::none)
      << "there is no rule to doubt";
  EXPECT_EQ(router->route({"what're your hours holidays", 0.9, {{"hours", 0.9}, {"holidays", 0.02}}}).pattern, "hours")
      << "the rule that rests on sure words remains";
}

TEST(RuleRouter, InactivePatternsDoNotAnswer) {
  auto organization = shop();
  organization.patterns[0].active = false;
  EXPECT_EQ(router_of(organization)->route({"what are your hours", 1}).pattern, "");
}

TEST(RuleRouter, HostileTextsAreDecidedWithoutHarm) {
  const auto router = router_of(shop());
  EXPECT_EQ(router->route({std::string(3'000'000, '\xe2'), 1}).refusal, Refusal::too_long);
  EXPECT_EQ(router->route({std::string("hours\0\0", 7), 1}).pattern, "hours");
  EXPECT_EQ(router->route({"\xe2\x80\xaehours\xe2\x80\xac", 1}).pattern, "hours");
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "hours " + std::to_string(i) + ' ';
  EXPECT_EQ(router->route({many, 1}).refusal, Refusal::too_long);
  EXPECT_EQ(router->route({std::string(10'000'000, 'x'), 1}).refusal, Refusal::too_long);
  EXPECT_EQ(router->route({std::string(4096, 'x'), 1}).pattern, "");
  EXPECT_EQ(router->route({"", 1}).refusal, Refusal::empty);
  EXPECT_EQ(router->route({"\x01\x02\x1b[0m\x7f", 1}).pattern, "");
  EXPECT_EQ(router->route({"ho\xe2\x80\xaeurs", 1}).pattern, "hours") << "an override inside a word is no letter";
}

TEST(RuleRouter, IsSharedByThreads) {
  const auto router = router_of(shop());
  const auto expected = router->route({"tell me the hours", 1});
  std::vector<std::thread> callers;
  std::vector<int> equal(4, 0);
  for (std::size_t caller = 0; caller < equal.size(); ++caller)
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 500; ++i) equal[caller] += router->route({"tell me the hours", 1}) == expected ? 1 : 0;
    });
  for (auto& caller : callers) caller.join();
  for (const auto count : equal) EXPECT_EQ(count, 500);
}

}  // namespace
