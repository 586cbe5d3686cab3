// SPDX-License-Identifier: Apache-2.0
#include "everyday_phrases.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

#include "parley/router/normalise.hpp"

namespace parley {
namespace {

TEST(EverydayPhrases, AreWrittenAsTheyArePronouncedAndOnce) {
  std::istringstream lines{std::string(everyday_phrases())};
  std::set<std::string> seen;
  int beginnings = 0;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(seen.insert(line).second) << "twice: " << line;
    if (line.ends_with(" ...")) {
      ++beginnings;
      line.resize(line.size() - 4);
    }
    ASSERT_FALSE(line.empty());
    EXPECT_EQ(join_words(pronounced_words(line)), line);
  }
  EXPECT_GT(seen.size(), 500U);
  EXPECT_GT(beginnings, 10);
}

TEST(EverydayWords, AreWrittenAsTheyArePronouncedAndOnce) {
  std::istringstream words{std::string(everyday_words())};
  std::set<std::string> seen;
  for (std::string word; words >> word;) {
    EXPECT_TRUE(seen.insert(word).second) << "twice: " << word;
    EXPECT_EQ(join_words(pronounced_words(word)), word);
  }
  EXPECT_GT(seen.size(), 500U);
}

}  // namespace
}  // namespace parley
