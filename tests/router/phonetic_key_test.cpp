// SPDX-License-Identifier: Apache-2.0
#include "phonetic_key.hpp"

#include <gtest/gtest.h>

using namespace parley;

namespace {

TEST(PhoneticKey, MisspellingsKeepTheSkeleton) {
  const char* pairs[][2] = {{"adress", "address"},
                            {"fone", "phone"},
                            {"nife", "knife"},
                            {"rong", "wrong"},
                            {"servise", "service"},
                            {"apointment", "appointment"},
                            {"waht", "what"},

                            {"technishan", "technician"},
                            {"resturant", "restaurant"},
                            {"tommorow", "tomorrow"},
                            {"garantee", "guarantee"},
                            {"lite", "light"},
                            {"moniter", "monitor"}};
  for (const auto& [said, meant] : pairs) EXPECT_EQ(sound_skeleton(said), sound_skeleton(meant)) << said;
}

TEST(PhoneticKey, WordsThatSoundAlikeHaveOneKey) {
  const char* pairs[][2] = {{"ours", "hours"},  {"male", "mail"}, {"sale", "sail"},    {"meet", "meat"},
                            {"write", "right"}, {"week", "weak"}, {"knight", "night"}, {"wait", "weight"},
                            {"sent", "cent"},   {"peek", "peak"}};
  for (const auto& [one, other] : pairs) EXPECT_EQ(sound_key(one), sound_key(other)) << one;
}

TEST(PhoneticKey, WordsThatSoundDifferentlyHaveTwo) {
  const char* pairs[][2] = {{"refill", "refund"}, {"open", "oven"},  {"ship", "shop"}, {"card", "cart"},
                            {"bad", "bed"},       {"cost", "coast"}, {"mile", "mill"}, {"hat", "hate"},
                            {"bin", "pin"},       {"house", "hours"}};
  for (const auto& [one, other] : pairs) EXPECT_NE(sound_key(one), sound_key(other)) << one;
}

TEST(PhoneticKey, OddTextsAreRead) {
  EXPECT_EQ(sound_key(""), "");
  EXPECT_EQ(sound_skeleton("h"), "");
  EXPECT_EQ(sound_skeleton("aaa"), "A");
  EXPECT_FALSE(sound_key("\xc3\xbc\x62\x65r").empty());
}

}  // namespace
