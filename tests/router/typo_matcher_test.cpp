// SPDX-License-Identifier: Apache-2.0
#include "typo_matcher.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "demo_organization.hpp"
#include "parley/router/intent_router.hpp"
#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

const std::string kRoot = PARLEY_SOURCE_DIR;

std::optional<TypoHit> find(const std::vector<std::pair<const char*, std::uint32_t>>& meant, const char* said,
                            std::size_t shortlist = 200) {
  std::vector<TypoPhrase> phrases;
  std::unordered_set<std::string> vocabulary;
  for (const auto& [text, pattern] : meant) {
    phrases.push_back({normalise(text), pattern});
    vocabulary.insert(phrases.back().words.begin(), phrases.back().words.end());
  }
  return TypoMatcher(std::move(phrases), std::move(vocabulary), shortlist).find(normalise(said));
}

TEST(TypoMatcher, FindsTheClosestPhrase) {
  const auto hit = find({{"what are your hours", 7}, {"where are you", 8}}, "waht are your hours");
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->pattern, 7U);
  EXPECT_DOUBLE_EQ(hit->ratio, 36.0 / 38);
}

TEST(TypoMatcher, ASlipThatChangesTheSoundNeedsALongerText) {
  EXPECT_FALSE(find({{"location", 1}}, "locaton"));
  EXPECT_TRUE(find({{"could i have your location", 1}}, "could i have your locaton"));
}

TEST(TypoMatcher, TwoPatternsThatFitAreNone) {
  EXPECT_FALSE(find({{"call the cafe", 1}, {"call the cave", 2}}, "call the caffve"));
  EXPECT_FALSE(find({{"the moniter", 1}, {"the monitor", 2}}, "the monitter"));
  EXPECT_TRUE(find({{"the moniter", 1}, {"the monitor", 1}}, "the monitter"));
}

TEST(TypoMatcher, WithoutAShortlistItFindsTheSame) {
  for (const char* said : {"waht are your hours", "what are your ours", "what are hours", "blue banana"})
    EXPECT_EQ(find({{"what are your hours", 1}}, said, 0), find({{"what are your hours", 1}}, said)) << said;
}

TEST(TypoMatcher, NothingAndTooMuchMatchNothing) {
  EXPECT_FALSE(find({{"what are your hours", 1}}, ""));
  EXPECT_FALSE(find({}, "hours"));
  const std::string endless(600, 'x');
  EXPECT_FALSE(find({{"what are your hours", 1}}, endless.c_str()));
}

// The table behind the two bounds: every row that must not match stays out, most others are mended.
TEST(TypoMatcher, MendsTheDemoOrganizationsTyposAndNothingElse) {
  const auto router = *create_rule_router(test::DemoReader::read(kRoot + "/config/organizations/demo.yaml"));
  std::size_t slips = 0;
  std::size_t mended = 0;
  for (const auto& [pattern, text] : test::read_wordings(kRoot + "/tests/router/typos.csv")) {
    const auto decision = router->route({text, 1});
    if (pattern == "none") {
      EXPECT_NE(decision.method, RouteMethod::typo) << text << " -> " << decision.pattern;
      continue;
    }
    ++slips;
    mended += decision.pattern == pattern ? 1 : 0;
    EXPECT_TRUE(decision.pattern.empty() || decision.pattern == pattern) << text << " -> " << decision.pattern;
    if (decision.pattern.empty()) std::cout << "  not mended: " << text << "\n";
  }
  std::cout << mended << " of " << slips << " mended\n";
  EXPECT_GE(static_cast<double>(mended), 0.9 * static_cast<double>(slips));
}

}  // namespace
