// SPDX-License-Identifier: Apache-2.0
#include "trigram_shortlist.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

const std::vector<std::string> kTexts = {"what are your hours", "where are you located", "what are your prices",
                                         "book a visit", "what are your hours on sunday"};

TEST(TrigramShortlist, TheMostAlikeComesFirst) {
  const TrigramShortlist list(kTexts);
  EXPECT_EQ(list.find("what are your huors", 2, 0, 100), (std::vector<std::uint32_t>{0, 4}));
  EXPECT_EQ(list.find("book a vizit", 1, 0, 100), (std::vector<std::uint32_t>{3}));
}

TEST(TrigramShortlist, KeepsToTheSpanOfLengths) {
  const TrigramShortlist list(kTexts);
  EXPECT_EQ(list.find("what are your hours", 9, 20, 29), (std::vector<std::uint32_t>{4, 2, 1}));
  EXPECT_TRUE(list.find("what are your hours", 9, 40, 50).empty());
  EXPECT_TRUE(list.find("what are your hours", 9, 30, 20).empty());
}

TEST(TrigramShortlist, NothingInCommonIsNotListed) {
  const TrigramShortlist list(kTexts);
  EXPECT_TRUE(list.find("xyzzy", 9, 0, 100).empty());
  EXPECT_TRUE(list.find("", 9, 0, 100).empty());
  EXPECT_TRUE(TrigramShortlist({}).find("hours", 9, 0, 100).empty());
}

}  // namespace
