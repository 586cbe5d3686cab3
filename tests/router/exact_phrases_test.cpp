// SPDX-License-Identifier: Apache-2.0
#include "exact_phrases.hpp"

#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

Pattern pattern(std::string key, std::vector<std::string> examples) {
  Pattern made;
  made.key = std::move(key);
  made.examples = std::move(examples);
  return made;
}

std::optional<std::uint32_t> find(const ExactPhrases& phrases, const char* said) {
  const auto words = without_emphasis(normalise(said));
  return phrases.find(words, core_of(words));
}

TEST(ExactPhrases, FindsAnExampleWithAndWithoutCourtesies) {
  std::vector<std::string> faults;
  const ExactPhrases phrases({pattern("a", {"the fee"}), pattern("b", {"could you tell me the hours"})}, faults);
  EXPECT_EQ(find(phrases, "The fee, please!"), 0U);
  EXPECT_EQ(find(phrases, "hours"), std::nullopt);
  EXPECT_EQ(find(phrases, "the hours"), 1U);
  EXPECT_TRUE(faults.empty());
}

TEST(ExactPhrases, OnePhraseWithTwoAnswersIsReportedWithBothPlaces) {
  std::vector<std::string> faults;
  const ExactPhrases phrases({pattern("a", {"What are your hours?"}), pattern("b", {"whats ur hours", "um"}),
                              pattern("c", {"what are ur hours", "what are your hours"})},
                             faults);
  ASSERT_EQ(faults.size(), 3U);
  EXPECT_EQ(faults[0], "pattern \"b\": example \"um\" has nothing that could be heard");
  EXPECT_EQ(faults[1], "pattern \"c\": example \"what are ur hours\" is also an example of pattern \"a\"");
}

TEST(ExactPhrases, ACoreOfTwoPatternsBelongsToNone) {
  std::vector<std::string> faults;
  const ExactPhrases phrases({pattern("a", {"could you tell me the fee"}), pattern("b", {"do you know the fee"})},
                             faults);
  EXPECT_EQ(find(phrases, "the fee"), std::nullopt);
  EXPECT_EQ(find(phrases, "do you know the fee"), 1U);
}

}  // namespace
