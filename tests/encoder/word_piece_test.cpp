// SPDX-License-Identifier: Apache-2.0
#include "word_piece.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Words = std::vector<std::string>;
using Numbers = std::vector<std::int64_t>;

//                              0      1      2      3      4     5    6      7     8      9    10   11   12
constexpr const char* kPieces =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\nopen\n##ing\n##s\nhour\ncafe\n,\n?\n東\na\nun\n##aff\n##able\n";

WordPieces pieces(bool lower_case = true) {
  auto read = WordPieces::read(kPieces, lower_case);
  EXPECT_TRUE(read);
  return *std::move(read);
}

struct Case {
  const char* text;
  Words uncased;
  Words cased;
};

TEST(WordPieces, TextIsCutIntoWordsAsItsNetworksLearnedIt) {
  const Case cases[] = {
      {"Opening  hours?", {"opening", "hours", "?"}, {"Opening", "hours", "?"}},
      {"Caf\u00e9, na\u00efve", {"cafe", ",", "naive"}, {"Caf\u00e9", ",", "na\u00efve"}},
      {"cafe\u0301", {"cafe"}, {"cafe\u0301"}},
      {"\u6771\u4eac tower", {"\u6771", "\u4eac", "tower"}, {"\u6771", "\u4eac", "tower"}},
      {"a\u6771b", {"a", "\u6771", "b"}, {"a", "\u6771", "b"}},
      {"it's $5", {"it", "'", "s", "$", "5"}, {"it", "'", "s", "$", "5"}},
      {"\tone\n two\u00a0three\u3000four", {"one", "two", "three", "four"}, {"one", "two", "three", "four"}},
      {"ze\u200bro \ufffd\x01 x", {"zero", "x"}, {"zero", "x"}},
      {"\u00ab\u00c5\u00bb", {"\u00ab", "a", "\u00bb"}, {"\u00ab", "\u00c5", "\u00bb"}},
      {"STRA\u00dfE", {"stra\u00dfe"}, {"STRA\u00dfE"}},
      {"", {}, {}}};
  for (const auto& one : cases) {
    EXPECT_EQ(*pieces(true).words(one.text), one.uncased) << one.text;
    EXPECT_EQ(*pieces(false).words(one.text), one.cased) << one.text;
  }
}

TEST(WordPieces, TheLongestPieceComesFirst) {
  const auto some = pieces();
  EXPECT_EQ(*some.numbers("opening hours", 32), (Numbers{2, 4, 5, 7, 6, 3}));
  EXPECT_EQ(*some.numbers("Unaffable?", 32), (Numbers{2, 13, 14, 15, 10, 3}));
  EXPECT_EQ(*some.numbers("caf\u00e9s", 32), (Numbers{2, 8, 6, 3}));
  EXPECT_EQ(*some.numbers("\u6771\u4eac", 32), (Numbers{2, 11, 1, 3}));
}

TEST(WordPieces, AWordWithoutPiecesIsUnknownAsAWhole) {
  const auto some = pieces();
  EXPECT_EQ(*some.numbers("openx a", 32), (Numbers{2, 1, 12, 3}));
  EXPECT_EQ(*some.numbers(std::string(101, 'a'), 32), (Numbers{2, 1, 3}));
}

TEST(WordPieces, WhatIsTooLongIsCutBeforeItsEndMark) {
  const auto some = pieces();
  EXPECT_EQ(*some.numbers("a a a a a", 4), (Numbers{2, 12, 12, 3}));
  EXPECT_EQ(*some.numbers("opening opening", 4), (Numbers{2, 4, 5, 3}));
}

TEST(WordPieces, NothingToReadIsAnError) {
  const auto some = pieces();
  EXPECT_EQ(some.numbers("  \n", 8).error().fault, Fault::invalid_input);
  EXPECT_EQ(some.numbers("\xc3\x28", 8).error().fault, Fault::invalid_input);
}

TEST(WordPieces, AVocabularyOfAnotherKindIsRefused) {
  const auto read = WordPieces::read("<s>\n</s>\n", true);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().fault, Fault::unsupported);
  EXPECT_TRUE(WordPieces::read("[UNK]\r\n[CLS]\r\n[SEP]\r\n", true)) << "written on Windows";
}

}  // namespace
}  // namespace parley
