// SPDX-License-Identifier: Apache-2.0
#include "content_words.hpp"

#include <gtest/gtest.h>

namespace parley {
namespace {

using Words = std::vector<std::string>;

TEST(ContentWords, KeepsWhatASentenceIsAbout) {
  EXPECT_EQ(content_words("What are your prices for a crown?"), (Words{"pric", "crown"}));
  EXPECT_EQ(content_words("Can I book a table?"), content_words("booking tables"));
  EXPECT_EQ(content_words("Where can I park?"), content_words("Is there any parking?"));
  EXPECT_EQ(content_words("Is it open on holidays"), content_words("opened on a holiday"));
  EXPECT_EQ(content_words("how is that"), Words{});
  EXPECT_EQ(content_words("24 people"), (Words{"twenty", "four", "peopl"}));
}

TEST(ContentWords, AnAnswerIsBorneOutByTheWordsThatAreWritten) {
  constexpr const char* kSource = "Parking. You may park in the yard behind the house for 2 euros an hour.";
  EXPECT_EQ(borne_out("Park in the yard behind the house.", kSource), 1.0);
  EXPECT_EQ(borne_out("It is two euros an hour.", kSource), 1.0);
  EXPECT_EQ(borne_out("It is three euros an hour.", kSource), 0.0);
  EXPECT_GT(borne_out("The yard has a roof.", kSource), 0.0);
  EXPECT_LT(borne_out("The yard has a roof.", kSource), 1.0);
  EXPECT_EQ(borne_out("Yes.", ""), 0.0);
  EXPECT_EQ(borne_out("", kSource), 0.0);
}

}  // namespace
}  // namespace parley
