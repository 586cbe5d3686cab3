// SPDX-License-Identifier: Apache-2.0
#include "term_trie.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

using Words = std::vector<std::string>;

TEST(TermTrie, FindsOverlappingTermsInOrder) {
  TermTrie trie;
  const auto day = trie.add({"day"});
  const auto day_off = trie.add({"day", "off"});
  const auto off_today = trie.add({"off", "today"});
  const auto hits = trie.find({"a", "day", "off", "today"});
  EXPECT_EQ(hits, (std::vector<TermHit>{{day, 1, 1}, {day_off, 1, 2}, {off_today, 2, 2}}));
}

TEST(TermTrie, TheSameTermHasOneId) {
  TermTrie trie;
  const auto first = trie.add({"day", "off"});
  EXPECT_EQ(trie.add({"day", "off"}), first);
  EXPECT_NE(trie.add({"day"}), first);
  EXPECT_EQ(trie.size(), 2U);
}

TEST(TermTrie, BeginningsOfTermsAreNoTerms) {
  TermTrie trie;
  trie.add({"day", "off", "today"});
  EXPECT_TRUE(trie.find({"day", "off"}).empty());
  EXPECT_TRUE(trie.find({}).empty());
}

}  // namespace
