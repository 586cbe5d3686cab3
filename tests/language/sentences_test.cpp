// SPDX-License-Identifier: Apache-2.0
#include "sentences.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Sentences = std::vector<std::string>;

TEST(Sentences, AreCutBehindTheirEnds) {
  EXPECT_EQ(sentences_of("We are open. Come in! Questions? 24 hours a day"),
            (Sentences{"We are open.", "Come in!", "Questions?", "24 hours a day."}));
  EXPECT_EQ(sentences_of("Dr. Meyer opens at 8 a.m. on Mondays, e.g. today. It costs 2.50 dollars."),
            (Sentences{"Dr. Meyer opens at 8 a.m. on Mondays, e.g. today.", "It costs 2.50 dollars."}));
  EXPECT_EQ(sentences_of("J. Smith lives at St. Mary St. no. 4."),
            (Sentences{"J. Smith lives at St. Mary St. no. 4."}));
  EXPECT_EQ(sentences_of("  "), Sentences{});
  EXPECT_EQ(sentences_of(""), Sentences{});
}

TEST(Sentences, WhatIsSaidOfAPieceStandsByItself) {
  const std::string longer(120, 'x');
  const Sentences all{"Oil it twice a year " + longer + ".", "They last " + longer + ".", "No.",
                      "Wipe up water " + longer + "."};
  EXPECT_EQ(spoken_of(all, {1, 0, 0, 0}), all[0]);
  EXPECT_EQ(spoken_of(all, {0, 1, 0, 0}), all[0] + " " + all[1]);
  EXPECT_EQ(spoken_of(all, {0, 0, 1, 0}), all[2] + " " + all[3]);
  EXPECT_EQ(spoken_of({"Yes.", "Always."}, {0, 1}), "Yes. Always.");
  EXPECT_EQ(spoken_of({"One."}, {0}), "One.");
  EXPECT_EQ(spoken_of({}, {}), "");
}

TEST(Sentences, AnotherThatIsNearlyAsGoodIsSaidToo) {
  const Sentences all{"Adults pay six dollars a ticket.", "The house is old and built of brick.",
                      "Children pay three dollars a ticket."};
  EXPECT_EQ(spoken_of(all, {0.9, 0.1, 1.0}), all[0] + " " + all[2]);
  EXPECT_EQ(spoken_of(all, {0.5, 0.1, 1.0}), all[2]);
}

}  // namespace
}  // namespace parley
