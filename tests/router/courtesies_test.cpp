// SPDX-License-Identifier: Apache-2.0
#include "courtesies.hpp"

#include <gtest/gtest.h>

#include "parley/router/normalise.hpp"

using namespace parley;

namespace {

std::string core(const char* said) {
  const auto words = without_emphasis(normalise(said));
  const auto found = core_of(words);
  return join_words({words.begin() + found.first, words.begin() + found.last});
}

struct Case {
  const char* said;
  const char* core;
};

TEST(Courtesies, AreTakenFromAroundTheQuestion) {
  for (const auto& [said, question] : {
           Case{"hi there could you tell me where you are please", "where you are"},
           Case{"good morning, I was wondering if you are open", "you are open"},
           Case{"excuse me do you know if you are open or not", "you are open"},
           Case{"yes hello i'd like to know your hours thank you", "your hours"},
           Case{"okay so what are your hours by the way please", "what are your hours"},
           Case{"what are your hours", "what are your hours"},
       })
    EXPECT_EQ(core(said), question) << said;
}

TEST(Courtesies, AreTheQuestionWhenNothingElseIsSaid) {
  for (const char* said : {"hi there", "okay great thanks", "hello", "no thank you"}) EXPECT_EQ(core(said), said);
  EXPECT_EQ(core(""), "");
}

TEST(Courtesies, EmphasisIsLeftOutUnlessItIsAllThereIs) {
  EXPECT_EQ(core("what exactly do you really do"), "what do you do");
  EXPECT_EQ(core("exactly"), "exactly");
}

}  // namespace
