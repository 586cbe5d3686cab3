// SPDX-License-Identifier: Apache-2.0
#include "sentence_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace parley::commands {
namespace {

TEST(SentenceFiles, LinesAreTakenAtEvenDistances) {
  const auto directory = std::filesystem::path(testing::TempDir()) / "parley_sentence_files_test";
  std::filesystem::create_directories(directory / "b/c");
  std::filesystem::create_directories(directory / "a");
  EXPECT_FALSE(read_sentences(directory, 5));
  std::ofstream(directory / "a/seq.in") << "one\ntwo\n\n";
  std::ofstream(directory / "b/c/seq.in") << "three\nfour";
  std::ofstream(directory / "b/label") << "no sentence\n";
  EXPECT_EQ(*read_sentences(directory, 100), (std::vector<std::string>{"one", "two", "three", "four"}));
  EXPECT_EQ(*read_sentences(directory, 2), (std::vector<std::string>{"one", "three"}));
  std::filesystem::remove_all(directory);
}

TEST(SentenceFiles, MadeSentencesAreTheSameEveryTimeAndOfAllLengths) {
  const auto sentences = *made_sentences(500);
  EXPECT_EQ(sentences, *made_sentences(500));
  const auto words = [](const std::string& text) { return 1 + std::ranges::count(text, ' '); };
  const auto [least, most] = std::ranges::minmax(sentences, {}, words);
  EXPECT_LE(words(least), 2);
  EXPECT_GE(words(most), 18);
}

}  // namespace
}  // namespace parley::commands
