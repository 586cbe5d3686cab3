// SPDX-License-Identifier: Apache-2.0
#include "parley/router/normalise.hpp"

#include <gtest/gtest.h>

#include "demo_organization.hpp"

using namespace parley;

namespace {

struct Case {
  const char* said;
  const char* words;
};

TEST(Normalise, DifferentSpellingsOfOneQuestionAreOne) {
  for (const char* said : {"What are your hours?", "what're your hours", "um, what are ur hours",
                           "what what are your hours", "what are what are your hours", "wha- what are your hours",
                           "uh what are, er, your hours", "like what are your hours", "WHAT ARE YOUR HRS"}) {
    EXPECT_EQ(join_words(normalise(said)), "what are your hours") << said;
  }
}

TEST(Normalise, WritesOutShortForms) {
  for (const auto& [said, words] : {
           Case{"what's ur address", "what is your address"},
           Case{"whats the price", "what is the price"},
           Case{"don't can't won't ain't", "do not can not will not is not"},
           Case{"I'd they've we'll you're", "i would they have we will you are"},
           Case{"shouldn't've", "should not have"},
           Case{"gonna wanna gimme lemme", "going to want to give me let me"},
           Case{"yeah nope ok thx", "yes no okay thanks"},
           Case{"today's furnace's hours", "today furnace hours"},
           Case{"let's see who's there", "let us see who is there"},
           Case{"HVAC or h v a c and A/C", "hvac or hvac and ac"},
           Case{"its my well were we", "its my well were we"},
           Case{"d'you hafta coulda woulda", "do you have to could have would have"},
           Case{"idk btw thanx ty", "i do not know by the way thanks thank you"},
           Case{"drive-thru tonite til 9", "drive through tonight until nine"},
           Case{"my e-mail, the Wi-Fi", "my email the wifi"},
           Case{"Cafe\u0301 Ｏｐｅｎ ﬁve", "cafe open five"},
       })
    EXPECT_EQ(join_words(normalise(said)), words) << said;
}

TEST(Normalise, SpokenAndWrittenNumbersAreOne) {
  const char* pairs[][2] = {{"100 people", "a hundred people"}, {"$1,000", "a thousand dollars"},
                            {"24/7", "twenty four seven"},      {"8:30 a.m.", "eight thirty am"},
                            {"the 2nd", "the second"},          {"room #12", "room number twelve"},
                            {"50%", "fifty percent"},           {"4 PM", "four p.m."}};
  for (const auto& [written, spoken] : pairs) EXPECT_EQ(normalise(written), normalise(spoken)) << written;
  EXPECT_EQ(join_words(normalise("a few thousand")), "a few thousand");
}

TEST(Normalise, AStartMayBeBegunAgainAfterFiveWords) {
  EXPECT_EQ(join_words(normalise("what time do you what time do you open")), "what time do you open");
  EXPECT_EQ(join_words(normalise("can i come in on can i come in on sunday")), "can i come in on sunday");
  EXPECT_EQ(join_words(normalise("we open at nine and we open at nine thirty")),
            "we open at nine and we open at nine thirty");
}

TEST(Normalise, HostileTextsAreBoundedWork) {
  EXPECT_EQ(join_words(normalise("\xe2\x80\xaehours\xe2\x80\xac \xe2\x81\xa6now\xe2\x81\xa9")), "hours now");
  EXPECT_EQ(join_words(normalise(std::string_view("ho\0urs\x01now", 10))), "ho urs now");
  EXPECT_TRUE(normalise("\xff\xfe\xc3").empty());
  EXPECT_LE(join_words(normalise(std::string(10'000'000, 'x'))).size(), kMaxNormalisedBytes);
  std::string words;
  for (int i = 0; i < 10'000; ++i) words += "w" + std::to_string(i) + ' ';
  EXPECT_LT(normalise(words).size(), 2 * kMaxNormalisedBytes);
  EXPECT_TRUE(normalise(std::string(100'000, '!')).empty());
}

TEST(Normalise, LeavesOutFillersOnlyWhereTheyCarryNothing) {
  for (const auto& [said, words] : {
           Case{"uh um hmm", ""},
           Case{"it is like broken", "it is broken"},
           Case{"i would like to pay", "i would like to pay"},
           Case{"what is it like", "what is it like"},
           Case{"it smells like gas", "it smells like gas"},
           Case{"my furnace you know stopped working", "my furnace stopped working"},
           Case{"do you know the hours", "do you know the hours"},
           Case{"i mean the address", "the address"},
           Case{"what do i mean", "what do i mean"},
           Case{"oh when do you open", "when do you open"},
           Case{"five oh two", "five oh two"},
           Case{"five five five double oh", "five five five double oh"},
           Case{"bye bye", "bye"},
       })
    EXPECT_EQ(join_words(normalise(said)), words) << said;
}

TEST(Normalise, IsIdempotent) {
  const std::string root = PARLEY_SOURCE_DIR;
  auto texts = test::read_wordings(root + "/tests/router/demo_wordings.csv");
  for (const char* odd : {"like like um like you know what what", "i i mean i mean", "oh five oh uh oh hi",
                          "a c a c h vac", "at 8:05am on the 21st for $1,250.50 or 3.5%", "is is like like is it",
                          "u r ur k", "a hundred a hundred um a a hundred", "a um hundred"})
    texts.push_back({"", odd});
  for (const auto& text : texts) {
    const auto once = join_words(normalise(text.text));
    EXPECT_EQ(join_words(normalise(once)), once) << text.text;
  }
}

}  // namespace
