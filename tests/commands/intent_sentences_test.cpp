// SPDX-License-Identifier: Apache-2.0
#include "intent_sentences.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace parley::commands {
namespace {

TEST(IntentSentences, BecomePatternsWithoutContradictions) {
  const std::vector<IntentSentence> sentences = {
      {"hours", "a"}, {"Hours!", "b"}, {"address", "b"}, {"location", "b"}, {"", "b"}};
  const auto organization = organization_of(sentences, 10, 1);
  std::size_t examples = 0;
  for (const auto& pattern : organization.patterns) examples += pattern.examples.size();
  EXPECT_EQ(examples, 3U);
  EXPECT_EQ(organization_of(sentences, 10, 1), organization);
  EXPECT_EQ(organization_of(sentences, 1, 1).patterns.size(), 1U);
}

TEST(IntentSentences, LinesThatDoNotPairAreAFault) {
  const parley::test::TemporaryDirectory room;
  std::ofstream(room.path() / "seq.in") << "one\ntwo\n";
  EXPECT_FALSE(read_intent_sentences(room.path()));
  std::ofstream(room.path() / "label") << "a\n";
  EXPECT_FALSE(read_intent_sentences(room.path()));
  std::ofstream(room.path() / "label") << "a\nb\n";
  const auto read = read_intent_sentences(room.path());
  ASSERT_TRUE(read);
  EXPECT_EQ((*read)[1].intent, "b");
}

}  // namespace
}  // namespace parley::commands
