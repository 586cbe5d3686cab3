// SPDX-License-Identifier: Apache-2.0
#include "pronouncing_dictionary.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace parley {
namespace {

PronouncingDictionary small_dictionary() {
  std::istringstream text(
      ";;; a comment\n"
      "a AH\n"
      "a(2) EY\n"
      "c S IY\r\n"
      "h EY CH\n"
      "t T IY\n"
      "v V IY\n"
      "cool\tK UW L \n"
      "furnace F ER N AH S\n"
      "latte L AH T EY\n"
      "tomato T AH M EY T OW\n"
      "tomato(2) T AH M AA T OW\n"
      "tomato(3) T AH M AA T OW\n"
      "tank T AE NG K\n"
      "judge JH AH JH\n"
      " leading blank\n"
      "noword\n"
      "blanks   \n"
      "\n");
  PronouncingDictionary dictionary;
  dictionary.read(text);
  return dictionary;
}

std::string by_rule(const std::string& word) { return "RULE " + word; }

std::string cut(const std::vector<std::string>& words,
                const std::map<std::string, std::vector<std::string>>& spoken_as = {},
                const LetterToSound& rule = by_rule) {
  return cut_dictionary(words, small_dictionary(), spoken_as, rule);
}

TEST(PronouncingDictionary, ReadsWordsWithTheirVariantsAndLeavesOutTheRest) {
  const auto dictionary = small_dictionary();
  EXPECT_EQ(dictionary.size(), 11U);
  ASSERT_TRUE(dictionary.find("tomato"));
  EXPECT_EQ(*dictionary.find("tomato"), (std::vector<std::string>{"T AH M EY T OW", "T AH M AA T OW"}));
  EXPECT_EQ(*dictionary.find("cool"), std::vector<std::string>{"K UW L"});
  EXPECT_EQ(*dictionary.find("c"), std::vector<std::string>{"S IY"});
  for (const char* absent : {"", ";;;", "leading", "noword", "blanks", "tomato(2)", "Tomato"}) {
    EXPECT_FALSE(dictionary.find(absent)) << absent;
  }
}

TEST(PronouncingDictionary, CutsEachWordInTheFormatItWasReadIn) {
  struct Case {
    const char* word;
    const char* lines;
  };
  const Case cases[] = {
      {"cool", "cool K UW L\n"},
      {"tomato", "tomato T AH M EY T OW\ntomato(2) T AH M AA T OW\n"},
      {"tanks", "tanks T AE NG K S\n"},             // voiceless
      {"tank's", "tank's T AE NG K S\n"},           //
      {"furnaces", "furnaces F ER N AH S IH Z\n"},  // hissing
      {"judge's", "judge's JH AH JH IH Z\n"},       // hissing
      {"lattes", "lattes L AH T EY Z\n"},           // voiced
      {"tomatos", "tomatos T AH M EY T OW Z\ntomatos(2) T AH M AA T OW Z\n"},
      {"hvac", "hvac RULE hvac\n"},      // has a vowel: a word
      {"hvt", "hvt EY CH V IY T IY\n"},  // letters
      {"tcp", "tcp RULE tcp\n"},         // a letter that nobody can spell
      {"granita", "granita RULE granita\n"},
      {"as", "as RULE as\n"},  // no plural of the letter a
  };
  for (const auto& [word, lines] : cases) {
    EXPECT_EQ(cut({word}), lines);
  }
}

TEST(PronouncingDictionary, SaysAWordAsTheOrganizationDoes) {
  // Single letters are spelled: the letter a is no article.
  EXPECT_EQ(cut({"hvac"}, {{"hvac", {"h", "v", "a", "c"}}}), "hvac EY CH V IY EY S IY\n");
  EXPECT_EQ(cut({"hvac"}, {{"hvac", {"cool", "tomato"}}}), "hvac K UW L T AH M EY T OW\n");
  EXPECT_EQ(cut({"cool"}, {{"cool", {"quul"}}}), "cool RULE quul\n");
  EXPECT_EQ(cut({"cool", "tank"}, {{"tank", {"judge"}}}), "cool K UW L\ntank JH AH JH\n");
}

TEST(PronouncingDictionary, LeavesOutWhatNobodyCanSay) {
  const LetterToSound silent = [](const std::string&) { return std::string(); };
  EXPECT_EQ(cut({"xyzzy", "cool"}, {}, silent), "cool K UW L\n");
  EXPECT_EQ(cut({"xyzzy", "cool"}, {}, {}), "cool K UW L\n");
  EXPECT_EQ(cut({"cool"}, {{"cool", {}}}), "");
  EXPECT_EQ(cut({"cat"}, {}, silent), "cat S IY EY T IY\n") << "without rules it is spelled";
}

}  // namespace
}  // namespace parley
