// SPDX-License-Identifier: Apache-2.0
#include "validation.hpp"

#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

Refusal check(const std::string& text, std::vector<std::string> blocklist = {}, RouterLimits limits = {},
              double confidence = 1) {
  std::vector<std::string> faults;
  const Validation validation(blocklist, limits, faults);
  EXPECT_TRUE(faults.empty());
  return validation.check({text, confidence}, normalise(text));
}

TEST(Validation, BlankNoiseAndCrumbsAreToldApart) {
  EXPECT_EQ(check(""), Refusal::empty);
  EXPECT_EQ(check(" \n "), Refusal::empty);
  EXPECT_EQ(check("um uh"), Refusal::noise);
  EXPECT_EQ(check("[noise] ++breath++"), Refusal::noise);
  EXPECT_EQ(check("the"), Refusal::noise);
  EXPECT_EQ(check("..."), Refusal::noise);
  EXPECT_EQ(check("\xff\xfe"), Refusal::noise);
  EXPECT_EQ(check("hours"), Refusal::none);
}

TEST(Validation, LongTextsAreRefused) {
  std::string words;
  for (int i = 0; i < 61; ++i) words += std::string(static_cast<std::size_t>(i + 1), 'x') + ' ';
  EXPECT_EQ(check(words), Refusal::too_long);
  EXPECT_EQ(check(words, {}, RouterLimits{64, 0}), Refusal::none);
  EXPECT_EQ(check(std::string(5000, 'x')), Refusal::too_long);
  EXPECT_EQ(check(std::string(10'000'000, 'x')), Refusal::too_long);
}

TEST(Validation, TheBlocklistSeesTheTextAsItCameAndNormalised) {
  EXPECT_EQ(check("My PIN is 1234", {"\\bpin is \\d+"}), Refusal::blocked);
  EXPECT_EQ(check("what's ur password", {"your password"}), Refusal::blocked);
  EXPECT_EQ(check("opinion is 1", {"\\bpin is"}), Refusal::none);
}

TEST(Validation, TheSameOverAndOverIsRepeated) {
  for (const char* stuck :
       {"no no no no", "no no no no no no", "yes sir yes sir yes sir yes sir",
        "go to the go to the go to the go to the", "hours Hours, hours hours", "come on come on come on come on come"})
    EXPECT_EQ(check(stuck), Refusal::repeated) << stuck;
  for (const char* fine :
       {"no no no", "nine nine nine nine", "my number is five five five five", "no no no not that one",
        "five oh five oh five oh five oh", "what are what are what are your hours"})
    EXPECT_EQ(check(fine), Refusal::none) << fine;
  EXPECT_EQ(check("the the the the"), Refusal::noise);
}

TEST(Validation, LittleTrustIsUnclear) {
  EXPECT_EQ(check("hours", {}, RouterLimits{60, 0.3}, 0.2), Refusal::unclear);
  EXPECT_EQ(check("hours", {}, RouterLimits{60, 0.3}, 0.3), Refusal::none);
  EXPECT_EQ(check("hours", {}, RouterLimits{}, 0.1), Refusal::unclear) << "as it is shipped";
  EXPECT_EQ(check("hours", {}, RouterLimits{}, 0.9), Refusal::none);
}

TEST(Validation, EveryBadExpressionIsReportedInTheWordsOfRe2) {
  std::vector<std::string> faults;
  const Validation validation({"fine", "(open", "", "[z-a]"}, {}, faults);
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_NE(faults[0].find("blocklist entry 2 \"(open\": missing )"), std::string::npos) << faults[0];
  EXPECT_NE(faults[1].find("entry 3"), std::string::npos);
  EXPECT_NE(faults[2].find("entry 4 \"[z-a]\": invalid character class range"), std::string::npos) << faults[2];
}

}  // namespace
