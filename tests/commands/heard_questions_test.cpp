// SPDX-License-Identifier: Apache-2.0
#include "heard_questions.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace parley::commands {
namespace {

using Words = std::vector<std::string>;

void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

TEST(HeardQuestions, CountsReplacedMissingAndAddedWords) {
  struct Case {
    Words spoken;
    Words heard;
    std::size_t errors;
  };
  const std::vector<Case> cases = {
      {{"where", "is", "my", "card"}, {"where", "is", "my", "card"}, 0},
      {{"where", "is", "my", "card"}, {"where", "is", "the", "card"}, 1},
      {{"where", "is", "my", "card"}, {"where", "my", "card"}, 1},
      {{"where", "is", "my", "card"}, {"where", "is", "my", "new", "card"}, 1},
      {{"where", "is", "my", "card"}, {}, 4},
      {{}, {"a", "b"}, 2},
      {{"on", "the", "third"}, {"the", "food", "two"}, 3},
  };
  for (const auto& one : cases) EXPECT_EQ(word_errors(one.spoken, one.heard), one.errors) << one.heard.size();
}

TEST(HeardQuestions, WhatWasWrittenIsReadBack) {
  const parley::test::TemporaryDirectory room;
  const std::vector<HeardQuestion> heard = {{"ked", "card", 0.25, "where is it?", "where is it"},
                                            {"f2", "refund", 0, "my money", ""}};
  ASSERT_TRUE(write_heard(room.path() / "heard.tsv", heard));
  const auto read = read_heard(room.path() / "heard.tsv");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, heard);
}

TEST(HeardQuestions, ATableThatIsNoneIsNamedWithItsLine) {
  const parley::test::TemporaryDirectory room;
  const auto file = room.path() / "heard.tsv";
  EXPECT_NE(read_heard(file).error().message.find("heard.tsv"), std::string::npos);
  write(file, "");
  EXPECT_NE(read_heard(file).error().message.find("empty"), std::string::npos);
  write(file, "ked\tcard\t0.5\ta\tb\nked\tcard\n");
  EXPECT_NE(read_heard(file).error().message.find("line 2"), std::string::npos);
  write(file, "ked\tcard\thigh\ta\tb\n");
  EXPECT_NE(read_heard(file).error().message.find("'high'"), std::string::npos);
}

TEST(HeardQuestions, SpokenOnesAreReadWithTheirSounds) {
  const parley::test::TemporaryDirectory room;
  EXPECT_NE(read_spoken(room.path()).error().message.find("make_spoken"), std::string::npos);
  write(room.path() / "spoken.tsv", "ked\tcard\tked-0.wav\twhere is, it?\n");
  const auto read = read_spoken(room.path());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, (std::vector<SpokenQuestion>{{"ked", "card", "ked-0.wav", "where is, it?"}}));
}

}  // namespace
}  // namespace parley::commands
