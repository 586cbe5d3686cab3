// SPDX-License-Identifier: Apache-2.0
#include "flite_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parley {
namespace {

// "Hello,@6 you.@11 | Bye@15": pieces with their ends, sentences apart.
std::string shown(std::string_view text) {
  std::string out;
  for (const auto& sentence : spoken_sentences(text)) {
    if (!out.empty()) out += " | ";
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      out += (i > 0 ? " " : "") + sentence[i].text + '@' + std::to_string(sentence[i].text_end);
    }
  }
  return out;
}

TEST(FliteText, KnowsWhereEachPieceEndsInTheRequest) {
  const struct {
    const char* text;
    const char* pieces;
  } cases[] = {
      {"Hello, you", "Hello,@6 you@10"},
      {"  spaced   out  ", "spaced@8 out@14"},
      {"Open. Call us! When? Now", "Open.@5 | Call@10 us!@14 | When?@20 | Now@24"},
      {"Dr. Miller of St. Paul, U.S. Army", "Dr.@3 Miller@10 of@13 St.@17 Paul,@23 U.S.@28 Army@33"},
      {"at 5 p.m. We close", "at@2 5@4 p.m.@9 | We@12 close@18"},
      {"No. 5 is 3.5 today", "No.@3 5@5 is@8 3.5@12 today@18"},
      {"H V A C", "H@1 V@3 A@5 C@7"},
      {"wait - now", "wait,@6 now@10"},
      {"stop -", "stop@6"},
      {"- start", "start@7"},
      {"Done. -", "Done.@7"},
      {"R&D @ home + tax = x", "R@1 and@2 D@3 at@5 home@10 plus@12 tax@16 equals@18 x@20"},
      {"8\xE2\x80\x93"
       "6 pm",
       "8@4 to@4 6@5 pm@8"},
      {"yes\xE2\x80\x94no", "yes,@6 no@8"},
      {"caf\xC3\xA9 Stra\xC3\x9F"
       "e",
       "cafe@5 Strasse@13"},
      {"don\xE2\x80\x99t \xE2\x80\x9Cgo\xE2\x80\x9D", "don't@7 \"go\"@16"},
      {"72\xC2\xB0 F", "72@2 degrees@4 F@6"},
      {"a\xC2\xA0"
       "b",
       "a@1 b@4"},
      {"bad\xFFword \xC3", "badword@8"},
      {"bell\a tab\tline\nend", "bell@4 tab@9 line@14 end@18"},
      {"\xF0\x9F\x98\x80 hi", "hi@7"},
  };
  for (const auto& entry : cases) EXPECT_EQ(shown(entry.text), entry.pieces) << entry.text;
}

TEST(FliteText, FindsNothingWhereNothingCanBeSpoken) {
  for (const char* text : {"", "   ", "...", "?! -- ()", "\xF0\x9F\x98\x80", "\x01\x02\x7F", "\xE2\x80\x94"}) {
    EXPECT_TRUE(spoken_sentences(text).empty()) << text;
  }
  EXPECT_TRUE(spoken_sentences(std::string_view("\0", 1)).empty());
}

TEST(FliteText, BoundsSentencesAndPieces) {
  std::string endless;
  for (int i = 0; i < 500; ++i) endless += "word ";
  for (const auto& sentence : spoken_sentences(endless)) EXPECT_LE(sentence.size(), 60U);
  std::string commas;
  for (int i = 0; i < 50; ++i) commas += "word, ";
  EXPECT_EQ(spoken_sentences(commas).front().size(), 30U);
  for (const char letter : {'7', 'x', '.', '"'}) {
    for (const auto& sentence : spoken_sentences("a" + std::string(3000, letter) + "b")) {
      for (const auto& piece : sentence) EXPECT_LE(piece.text.size(), 60U);
    }
  }
}

TEST(FliteText, KeepsItsPromisesOnAnyBytes) {
  std::uint32_t state = 1;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 80; ++i) {
      state = state * 1664525U + 1013904223U;
      text += static_cast<char>(round % 3 == 0 ? state >> 24U : 32 + (state >> 24U) % 96);
    }
    std::uint32_t last = 0;
    for (const auto& sentence : spoken_sentences(text)) {
      ASSERT_FALSE(sentence.empty());
      for (const auto& piece : sentence) {
        ASSERT_GE(piece.text_end, last);
        ASSERT_LE(piece.text_end, text.size());
        ASSERT_LE(piece.text.size(), 60U);
        last = piece.text_end;
        bool spoken = false;
        for (const char c : piece.text) {
          ASSERT_TRUE(c > 0x20 && c < 0x7F) << piece.text;
          spoken = spoken || std::isalnum(static_cast<unsigned char>(c)) != 0;
        }
        ASSERT_TRUE(spoken) << piece.text;
      }
    }
  }
}

}  // namespace
}  // namespace parley
