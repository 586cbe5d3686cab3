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
       })
    EXPECT_EQ(join_words(normalise(said)), words) << said;
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
  for (const char* odd :
       {"like like um like you know what what", "i i mean i mean", "oh five oh uh oh hi", "a c a c h vac",
        "at 8:05am on the 21st for $1,250.50 or 3.5%", "is is like like is it", "u r ur k"})
    texts.push_back({"", odd});
  for (const auto& text : texts) {
    const auto once = join_words(normalise(text.text));
    EXPECT_EQ(join_words(normalise(once)), once) << text.text;
  }
}

}  // namespace
