// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

struct Case {
  std::string written;
  const char* pronounced;
};

TEST(PronouncedWords, TextBecomesWhatIsSaid) {
  for (const auto& [written, pronounced] : {
           Case{"What are your HOURS?", "what are your hours"},
           Case{"open 24/7", "open twenty four seven"},
           Case{"at 8:30 or 8:00, not 8:05", "at eight thirty or eight not eight oh five"},
           Case{"8am to 6 p.m.", "eight a m to six p m"},
           Case{"I am", "i am"},
           Case{"$89, $1 and $1,250.50",
                "eighty nine dollars one dollar and one thousand two hundred fifty dollars fifty"},
           Case{"call 911", "call nine one one"},
           Case{"150 miles, 5%, 3.5 tons", "one hundred fifty miles five percent three point five tons"},
           Case{"the 2nd, 21st and 30th", "the second twenty first and thirtieth"},
           Case{"in 2026, 1990, 1900, 2005", "in twenty twenty six nineteen ninety nineteen hundred two thousand five"},
           Case{"4505 Lake St, 62704", "forty five oh five lake st six two seven zero four"},
           Case{"555-0100", "five five five zero one zero zero"},
           Case{"(312) 555-0100", "three hundred twelve five five five zero one zero zero"},
           Case{"+1 5", "plus one five"},
           Case{"007 and 0", "zero zero seven and zero"},
           Case{"tune-up & A/C", "tune up and a c"},
           Case{"what\u2019s up", "what's up"},
           Case{"'quoted' rock'n'roll customers'", "quoted rock'n'roll customers"},
           Case{"caf\u00e9 na\u00efve \u00c5", "cafe naive a"},
           Case{"\uff28\uff45\uff4c\uff4c\uff4f \uff12", "hello two"},
           Case{"Stra\u00dfe", "strasse"},
           Case{"\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440",
                "\u043f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440"},
           Case{"[noise] hello <sil> read(2) ++breath++ bye", "hello read bye"},
           Case{"a [ b", "a b"},
           Case{"wha- what is this", "what is this"},
           Case{"well-known", "well known"},
           Case{"hi\u202e there\u200b", "hi there"},
           Case{std::string("nul\0inside", 10), "nul inside"},
           Case{"bad \xff\xfe utf", "bad utf"},
           Case{"cut \xe2\x82", "cut"},
           Case{"  \t\r\n ...!? ", ""},
           Case{"", ""},
       })
    EXPECT_EQ(join_words(pronounced_words(written)), pronounced) << written;
}

TEST(PronouncedWords, WorkIsBounded) {
  const std::string endless(1'000'000, 'a');
  EXPECT_EQ(join_words(pronounced_words(endless)).size(), kMaxNormalisedBytes);
  const std::string digits(100'000, '7');
  EXPECT_EQ(pronounced_words(digits).size(), kMaxNormalisedBytes);
}

}  // namespace
